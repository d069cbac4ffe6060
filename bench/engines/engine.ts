import type { Product } from '../../connector/catalog/catalog-source.ts';

/** A page of what an agent asks for; without text a category's page, else a search. */
export interface Query {
  text?: string;
  categoryId?: string;
  limit: number;
  offset: number;
}

/** A search engine behind the work of the product feed: one module each, its default export. */
export interface Engine {
  /** Where it is too slow, or takes too much memory, for more: its figures then are of so many. */
  limits?: { items: number; queries: number };
  /** Reads the feed file and writes what `open` needs to the file `path`. */
  build(feed: string, path: string): Promise<void>;
  open(path: string): Promise<OpenEngine>;
}

export interface OpenEngine {
  products(query: Query): Product[] | Promise<Product[]>;
}
