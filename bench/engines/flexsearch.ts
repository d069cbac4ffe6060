import { readFile, writeFile } from 'node:fs/promises';
import { Charset, Document } from 'flexsearch';
import { readDocuments } from '../documents.ts';
import type { Engine } from './engine.ts';
import { pageOf, type Shelf, shelfOf } from './shelf.ts';

const fields = ['title', 'brand', 'reference', 'variants', 'description'];

/** Its encoder is its tolerance to typos: letters that sound alike are one. */
const emptyIndex = () =>
  new Document({
    document: { id: 'id', index: fields, tag: 'categories' },
    tokenize: 'forward',
    encoder: Charset.LatinBalance,
  } as never);

export default {
  limits: { items: 100_000, queries: 2_000 },

  async build(feed, path) {
    const documents = await readDocuments(feed);
    const index = emptyIndex();
    for (const { product: _, ...document } of documents) index.add(document as never);
    const parts: [string, string][] = [];
    await index.export(((key: string, data: string) => void parts.push([key, data])) as never);
    await writeFile(path, JSON.stringify({ parts, shelf: shelfOf(documents) }));
  },

  async open(path) {
    const { parts, shelf }: { parts: [string, string][]; shelf: Shelf } = JSON.parse(await readFile(path, 'utf8'));
    const index = emptyIndex();
    for (const [key, data] of parts) index.import(key, data as never);
    return {
      products(query) {
        const { text, categoryId, limit, offset } = query;
        if (text === undefined) return pageOf(shelf, query);
        const found = index.search(text, {
          merge: true,
          suggest: true,
          limit: limit + offset,
          ...(categoryId && { tag: { categories: categoryId } }),
        } as never) as unknown as { id: number }[];
        return pageOf(
          shelf,
          query,
          found.map(({ id }) => id),
        );
      },
    };
  },
} satisfies Engine;
