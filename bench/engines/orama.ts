import { readFile, writeFile } from 'node:fs/promises';
import { create, insertMultiple, load, save, search } from '@orama/orama';
import { readDocuments } from '../documents.ts';
import type { Engine } from './engine.ts';
import { pageOf, type Shelf, shelfOf } from './shelf.ts';

const schema = {
  id: 'string',
  title: 'string',
  brand: 'string',
  reference: 'string',
  variants: 'string',
  description: 'string',
  categories: 'enum[]',
} as const;

const emptyIndex = () => create({ schema, components: { tokenizer: { language: 'english', stemming: true } } });

export default {
  limits: { items: 10_000, queries: 200 },

  async build(feed, path) {
    const documents = await readDocuments(feed);
    const index = emptyIndex();
    await insertMultiple(
      index,
      documents.map(({ product: _, id, ...document }) => ({ id: String(id), ...document })),
    );
    await writeFile(path, JSON.stringify({ index: save(index), shelf: shelfOf(documents) }));
  },

  async open(path) {
    const { index: stored, shelf }: { index: never; shelf: Shelf } = JSON.parse(await readFile(path, 'utf8'));
    const index = emptyIndex();
    load(index, stored);
    return {
      async products(query) {
        const { text, categoryId, limit, offset } = query;
        if (text === undefined) return pageOf(shelf, query);
        const { hits } = await search(index, {
          term: text,
          tolerance: 1,
          boost: { title: 10, brand: 9, reference: 9, variants: 6 },
          ...(categoryId && { where: { categories: { containsAll: [categoryId] } } }),
          limit,
          offset,
        });
        return pageOf(
          shelf,
          { ...query, offset: 0 },
          hits.map(({ id }) => Number(id)),
        );
      },
    };
  },
} satisfies Engine;
