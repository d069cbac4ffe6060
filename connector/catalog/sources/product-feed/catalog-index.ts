import type { DatabaseSync } from 'node:sqlite';
import type { Category, CategoryQuery, Product, ProductQuery } from '../../catalog-source.ts';
import { openDatabase } from './catalog-database.ts';
import { ProductSearch } from './product-search.ts';
import { unpackProduct } from './stored-product.ts';

/** A catalog ready to be asked; every method answers at once, without I/O other than the database's own. */
export class CatalogIndex {
  readonly productCount: number;
  readonly categoryCount: number;
  /** Size of the database, in memory or on disk. */
  readonly bytes: number;
  readonly #database: DatabaseSync;
  readonly #search: ProductSearch;
  readonly #productsAt;
  readonly #categoryNumber;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.productCount = Number(database.prepare(`SELECT value FROM fact WHERE name = 'products'`).get()!.value);
    this.categoryCount = Number(database.prepare('SELECT count(*) AS count FROM category').get()!.count);
    this.bytes = Number(
      database.prepare('SELECT page_count * page_size AS bytes FROM pragma_page_count, pragma_page_size').get()!.bytes,
    );
    this.#search = new ProductSearch(database);
    // One call for a page: each costs more than the row that it brings.
    this.#productsAt = database.prepare(
      'SELECT packed FROM json_each(?) CROSS JOIN product ON row = value ORDER BY key',
    );
    this.#categoryNumber = database.prepare('SELECT number FROM category WHERE id = ?');
  }

  categories({ parentId, limit, offset }: CategoryQuery): Category[] {
    const of = parentId === undefined ? '' : 'WHERE parent IS ?';
    const rows = this.#database
      .prepare(
        `SELECT id, parent AS parentId, label, products AS productCount FROM category ${of}
         ORDER BY position LIMIT ? OFFSET ?`,
      )
      .all(...(parentId === undefined ? [] : [parentId]), limit ?? -1, offset);
    return rows.map((row) => ({ ...row }) as unknown as Category);
  }

  products({ categoryId, text, limit, offset }: ProductQuery): Product[] {
    const category = categoryId === undefined ? undefined : this.#numberOf(categoryId);
    if (category === null) return [];
    const rows = this.#rows(category, text?.trim(), limit, offset);
    return this.#productsAt.all(JSON.stringify(rows)).map(({ packed }) => unpackProduct(packed as string));
  }

  #numberOf(categoryId: string): number | null {
    return (this.#categoryNumber.get(categoryId)?.number as number | undefined) ?? null;
  }

  #rows(category: number | undefined, text: string | undefined, limit: number, offset: number): number[] {
    if (text) return this.#search.textPage(text, category, limit, offset);
    if (category !== undefined) return this.#search.categoryPage(category, limit, offset);
    const length = Math.max(0, Math.min(limit, this.productCount - offset));
    return Array.from({ length }, (_, i) => offset + i + 1);
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }
}

/** Opens what `buildIndex` wrote to a file. */
export function openIndex(path: string): CatalogIndex {
  return new CatalogIndex(openDatabase(path));
}
