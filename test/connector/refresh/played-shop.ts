import * as z from 'zod/mini';
import type { CatalogSource, Page } from '../../../connector/catalog/catalog-source.ts';
import type { Deadline } from '../../../connector/deadline.ts';
import { ShopFailure } from '../../../connector/errors.ts';
import { someEntry } from '../search/some-entry.ts';

const parameters = ['shop'].map((key) => ({
  ...({ key, label: key, type: 'text', required: true, secret: false, help: 'Any.', schema: z.string() } as const),
}));

/** A shop that lists its products by id, three a page, each page from the last id of the one before. */
export class PlayedShop {
  ids: string[];
  /** Pages that were asked for. */
  asked = 0;
  /** Readings that were begun and not left. */
  open = 0;
  /** Told before each page; may throw, or change what is there. */
  onPage: (page: number) => unknown = () => {};
  /** Added to each page. */
  more: Partial<Page> = {};

  constructor(products: number, name = 'p') {
    this.ids = Array.from({ length: products }, (_, index) => `${name}-${String(index).padStart(4, '0')}`);
  }
}

/** A source whose shops are these, by their name. */
export function playedSource(shops: Readonly<Record<string, PlayedShop>>): CatalogSource {
  return {
    parameters,
    verify: async () => 'A catalog.',
    async *read(shopCall, { from = '' }) {
      const shop = shops[String(shopCall.credentials.shop)]!;
      shop.open++;
      try {
        for (let after = from; ; ) {
          const given = shop.onPage(++shop.asked);
          if (given instanceof Promise) await Promise.race([given, tooSlowAt(shopCall.deadline)]);
          const rest = shop.ids.filter((id) => id > after).sort();
          const ids = rest.slice(0, 3);
          const isLast = rest.length <= 3;
          const entries = ids.map((id) => someEntry({ id, title: `Thing ${id}` }));
          yield { entries, announced: shop.ids.length, ...(!isLast && { next: ids.at(-1) }), ...shop.more };
          if (isLast) return {};
          after = ids.at(-1)!;
        }
      } finally {
        shop.open--;
      }
    },
  };
}

/** As every call to a shop does. */
function tooSlowAt({ signal }: Deadline): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new ShopFailure('too_slow', 'The shop did not answer in time.')));
  });
}
