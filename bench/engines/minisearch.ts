import { readFile, writeFile } from 'node:fs/promises';
import MiniSearch, { type SearchResult } from 'minisearch';
import { plainWords, readDocuments } from '../documents.ts';
import type { Engine } from './engine.ts';
import { pageOf, type Shelf, shelfOf } from './shelf.ts';

const options = {
  fields: ['title', 'brand', 'reference', 'variants', 'description'],
  storeFields: ['categories'],
  tokenize: plainWords,
  searchOptions: {
    boost: { title: 10, brand: 9, reference: 9, variants: 6 },
    prefix: true,
    fuzzy: (term: string) => (term.length >= 5 && !/\d/.test(term) ? 1 : false),
    tokenize: plainWords,
  },
};

export default {
  limits: { items: 10_000, queries: 200 },

  async build(feed, path) {
    const documents = await readDocuments(feed);
    const index = new MiniSearch(options);
    index.addAll(documents);
    await writeFile(path, JSON.stringify({ index, shelf: shelfOf(documents) }));
  },

  async open(path) {
    const { index: stored, shelf }: { index: object; shelf: Shelf } = JSON.parse(await readFile(path, 'utf8'));
    const index = MiniSearch.loadJS(stored as never, options);
    return {
      products(query) {
        const { text, categoryId } = query;
        if (text === undefined) return pageOf(shelf, query);
        const filter = categoryId ? { filter: (found: SearchResult) => found.categories.includes(categoryId) } : {};
        const every = index.search(text, { combineWith: 'AND', ...filter });
        const enough = every.length >= query.offset + query.limit;
        const some = enough ? [] : index.search(text, { combineWith: 'OR', ...filter });
        return pageOf(shelf, query, [...new Set([...every, ...some].map(({ id }) => id as number))]);
      },
    };
  },
} satisfies Engine;
