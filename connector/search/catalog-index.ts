import type { DatabaseSync } from 'node:sqlite';
import type { Category, Product } from '../catalog/catalog-source.ts';
import type { CategoryQuery, ProductQuery } from '../contract/catalog.ts';
import { databaseFormat, factOf, openDatabase, type Statements, statementsOf } from './catalog-database.ts';
import { ProductSearch } from './product-search.ts';
import { unpackProduct } from './stored-product.ts';

/** A catalog ready to be asked; every method answers at once, without I/O other than the database's own. */
export class CatalogIndex {
  /** What wrote it: this version (`indexFormat`), or the one before. */
  readonly format: number;
  readonly productCount: number;
  readonly #database: DatabaseSync;
  readonly #statements: Statements;
  readonly #search: ProductSearch;
  /** How `Money.written` is written. */
  readonly #locale: string | undefined;

  constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statements = statementsOf(database);
    this.format = databaseFormat(this.#statements);
    this.productCount = Number(factOf(this.#statements, 'products'));
    this.#locale = factOf(this.#statements, 'locale') as string | undefined;
    this.#search = new ProductSearch(this.#statements);
  }

  categories({ parentId, limit, offset }: CategoryQuery): Category[] {
    const of = parentId === undefined ? '' : 'WHERE parent IS ?';
    const rows = this.#statements(
      `SELECT id, parent AS parentId, label, products AS productCount FROM category ${of}
       ORDER BY position LIMIT ? OFFSET ?`,
    ).all(...(parentId === undefined ? [] : [parentId]), limit ?? -1, offset);
    return rows.map((row) => ({ ...row }) as unknown as Category);
  }

  products({ categoryId, text, limit, offset }: ProductQuery): Product[] {
    const category = categoryId === undefined ? undefined : this.#numberOf(categoryId);
    if (category === null) return [];
    const rows = this.#rows(category, text?.trim(), limit, offset);
    // One call for a page: each costs more than the row that it brings.
    const found = this.#statements('SELECT packed FROM json_each(?) CROSS JOIN product ON row = value ORDER BY key');
    return found.all(JSON.stringify(rows)).map(({ packed }) => unpackProduct(packed as string, this.#locale));
  }

  #numberOf(categoryId: string): number | null {
    const found = this.#statements('SELECT number FROM category WHERE id = ?').get(categoryId);
    return (found?.number as number | undefined) ?? null;
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

/** Opens what `writeIndex` wrote to a file. Throws what SQLite says, or UnreadableIndex, when this version cannot read it. */
export function openIndex(path: string): CatalogIndex {
  const database = openDatabase(path);
  try {
    return new CatalogIndex(database);
  } catch (error) {
    database.close();
    throw error;
  }
}
