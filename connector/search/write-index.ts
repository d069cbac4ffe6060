import type { DatabaseSync } from 'node:sqlite';
import type { CatalogEntry } from '../catalog/catalog-entry.ts';
import { categoryWord, createDatabase, maxCategories, wordTables } from './catalog-database.ts';
import { CategoryTree } from './category-tree.ts';
import { rankingWords } from './rank-candidate.ts';
import { referenceWriter } from './reference-lookup.ts';
import { indexWords, queryWords } from './search-text.ts';
import { packProduct } from './stored-product.ts';
import { writeVocabulary } from './write-vocabulary.ts';

/** Characters of a description that find it. */
const maxDescription = 10_000;

interface Written {
  /** Open; what asks it is `CatalogIndex`, which a refresh does without. */
  database: DatabaseSync;
  products: number;
  categories: number;
}

/**
 * Writes the searchable catalog to `path`, a file that does not exist, or `:memory:`; prices as `locale` writes them, too. Memory does
 * not grow with the number of entries when `path` is a file. Nothing of use is left behind on failure.
 */
export async function writeIndex(
  entries: Iterable<CatalogEntry> | AsyncIterable<CatalogEntry>,
  path: string,
  locale?: string,
): Promise<Written> {
  const database = createDatabase(path);
  try {
    const writer = entryWriter(database, locale);
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
    const { products, categories } = writer.finish();
    for (const table of wordTables) database.exec(`INSERT INTO ${table} (${table}) VALUES ('optimize')`);
    writeVocabulary(database);
    database.exec('COMMIT');
    return { database, products, categories };
  } catch (error) {
    database.close();
    throw error;
  }
}

function entryWriter(database: DatabaseSync, locale: string | undefined) {
  const product = database.prepare('INSERT INTO product VALUES (?, ?)');
  const ranking = database.prepare('INSERT INTO ranking VALUES (?, ?)');
  const [inTitle, inHead, anywhere] = wordTables.map((table) =>
    database.prepare(`INSERT INTO ${table} (rowid, words) VALUES (?, ?)`),
  );
  const references = referenceWriter(database);
  const tree = new CategoryTree(maxCategories);
  let row = 0;

  function write(entry: CatalogEntry): void {
    row++;
    const { title, brand, description, shortDescription } = entry.product;
    const fields = [title, brand ?? '', entry.variantText].map((text) => distinct(indexWords(text)));
    const categories = tree
      .add(entry.categoryPaths)
      .map(({ number }) => categoryWord(number))
      .join(' ');
    const body = indexWords(`${description.slice(0, maxDescription)} ${shortDescription ?? ''}`);
    // Parts with a number are in `reference`: as words they would be most of the vocabulary.
    const spelledReferences = queryWords(entry.references.join(' ')).filter((word) => !/\p{N}/u.test(word));
    product.run(row, packProduct(entry.product, locale));
    ranking.run(row, rankingWords(fields));
    const words = fields.slice(0, 2).concat(categories);
    inTitle!.run(row, distinct(words.join(' ').split(' ')));
    words.push(fields[2]!);
    inHead!.run(row, distinct(words.join(' ').split(' ')));
    words.push(...body, ...spelledReferences);
    anywhere!.run(row, distinct(words.join(' ').split(' ')));
    references.write(row, entry.references);
  }

  function finish(): { products: number; categories: number } {
    const list = tree.list();
    const category = database.prepare('INSERT INTO category VALUES (?, ?, ?, ?, ?, ?)');
    for (const [position, { id, parentId, label, productCount, number }] of list.entries()) {
      category.run(position, id, parentId, label, productCount, number);
    }
    const fact = database.prepare('INSERT INTO fact VALUES (?, ?)');
    fact.run('products', row);
    if (locale !== undefined) fact.run('locale', locale);
    references.finish();
    return { products: row, categories: list.length };
  }

  return { write, finish };
}

function distinct(words: string[]): string {
  return [...new Set(words)].join(' ');
}
