import type { DatabaseSync } from 'node:sqlite';
import { categoryWord, createDatabase } from './catalog-database.ts';
import type { CatalogEntry } from './catalog-entry.ts';
import { CatalogIndex } from './catalog-index.ts';
import { CategoryTree } from './category-tree.ts';
import { rankingWords } from './rank-candidate.ts';
import { indexWords, queryWords, referenceKey } from './search-text.ts';
import { writeVocabulary } from './write-vocabulary.ts';

/** Characters of a description that find it. */
const maxDescription = 10_000;

/**
 * Writes the searchable catalog to `path`, a file that does not exist, or `:memory:`, and answers it open.
 * Memory does not grow with the number of entries when `path` is a file. Nothing of use is left behind on failure.
 */
export async function buildIndex(
  entries: Iterable<CatalogEntry> | AsyncIterable<CatalogEntry>,
  path: string,
): Promise<CatalogIndex> {
  const database = createDatabase(path);
  try {
    const writer = entryWriter(database);
    database.exec('CREATE TEMP TABLE out_of_stock (place INTEGER PRIMARY KEY, entry TEXT)');
    const setAside = database.prepare('INSERT INTO out_of_stock (entry) VALUES (?)');
    for await (const entry of entries) {
      if (entry.product.available) writer.write(entry);
      else setAside.run(JSON.stringify(entry));
    }
    for (const { entry } of database.prepare('SELECT entry FROM out_of_stock ORDER BY place').iterate()) {
      writer.write(JSON.parse(entry as string));
    }
    database.exec('DROP TABLE out_of_stock');
    writer.finish();
    for (const table of ['head', 'everything']) database.exec(`INSERT INTO ${table} (${table}) VALUES ('optimize')`);
    writeVocabulary(database);
    database.exec('COMMIT');
    return new CatalogIndex(database);
  } catch (error) {
    database.close();
    throw error;
  }
}

function entryWriter(database: DatabaseSync) {
  const product = database.prepare('INSERT INTO product VALUES (?, ?)');
  const ranking = database.prepare('INSERT INTO ranking VALUES (?, ?)');
  const reference = database.prepare('INSERT OR IGNORE INTO reference VALUES (?, ?)');
  const head = database.prepare(
    'INSERT INTO head (rowid, title, brand, reference, variant, category) VALUES (?, ?, ?, ?, ?, ?)',
  );
  const everything = database.prepare('INSERT INTO everything (rowid, words) VALUES (?, ?)');
  const tree = new CategoryTree();
  let row = 0;

  function write(entry: CatalogEntry): void {
    row++;
    const { title, brand, description, shortDescription } = entry.product;
    const fields = [
      distinct(indexWords(title)),
      distinct(indexWords(brand ?? '')),
      distinct(queryWords(entry.references.join(' '))), // Written as one word they are in `reference`.
      distinct(indexWords(entry.variantText)),
    ];
    const categories = tree.add(entry.categoryPaths).map(categoryWord).join(' ');
    const body = indexWords(`${description.slice(0, maxDescription)} ${shortDescription ?? ''}`);
    product.run(row, JSON.stringify(entry.product));
    ranking.run(row, rankingWords(fields));
    head.run(row, ...(fields as [string, string, string, string]), categories);
    const keys = new Set(entry.references.map(referenceKey));
    everything.run(row, distinct([...fields, ...body, ...keys, categories].join(' ').split(' ')));
    for (const key of keys) if (key) reference.run(key, row);
  }

  function finish(): void {
    const category = database.prepare('INSERT INTO category (id, parent, label, products) VALUES (?, ?, ?, ?)');
    for (const { id, parentId, label, productCount } of tree.list()) category.run(id, parentId, label, productCount);
    database.prepare(`INSERT INTO fact VALUES ('products', ?)`).run(row);
  }

  return { write, finish };
}

function distinct(words: string[]): string {
  return [...new Set(words)].join(' ');
}
