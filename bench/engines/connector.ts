import { createReadStream } from 'node:fs';
import { buildFeedFile } from '../../dev/build-feed-file.ts';
import { openIndex } from '../../connector/search/catalog-index.ts';
import { readOptions } from '../read-options.ts';
import type { Engine } from './engine.ts';

export default {
  async build(feed, path) {
    await buildFeedFile(createReadStream(feed), path, { ...readOptions, locale: 'fr-FR' });
  },

  async open(path) {
    const index = openIndex(path);
    return { products: ({ text, categoryId, limit, offset }) => index.products({ text, categoryId, limit, offset }) };
  },
} satisfies Engine;
