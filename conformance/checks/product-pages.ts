import type { Check } from '../check.ts';
import { shared } from '../context.ts';
import { requireList, show } from '../requirements.ts';
import { Violation } from '../violation.ts';
import { productsOf } from './catalog-lists.ts';

const smallPage = 7;
const pagedProducts = 20 * smallPage;

/** The first products again, a few at a time. */
const smallPagesOf = shared('small pages of products', async (context) => {
  const { ids } = await productsOf(context);
  const pages = [];
  for (let offset = 0; offset < Math.min(ids.length, pagedProducts); offset += smallPage) {
    const exchange = await context.calls.products({ limit: smallPage, offset });
    const found = requireList(exchange).map(({ id }) => String(id));
    pages.push({ offset, exchange, found, expected: ids.slice(offset, offset + smallPage) });
  }
  return pages;
});

export const pageChecks: readonly Check[] = [
  {
    name: 'limit-filled',
    title: 'A page is full while there are products left.',
    async run(context) {
      for (const { offset, exchange, found, expected } of await smallPagesOf(context)) {
        if (found.length >= expected.length) continue;
        throw new Violation(`limit=${smallPage}&offset=${offset} has ${found.length} of ${expected.length}.`, exchange);
      }
      return undefined;
    },
  },
  {
    name: 'pages-do-not-repeat',
    title: 'No product stands on two pages.',
    async run(context) {
      const seen = new Map<string, number>();
      for (const { offset, exchange, found } of await smallPagesOf(context)) {
        for (const id of found) {
          const before = seen.get(id);
          if (before !== undefined) {
            throw new Violation(`Product ${show(id)} stands at offset ${before} and again at ${offset}.`, exchange);
          }
          seen.set(id, offset);
        }
      }
      return undefined;
    },
  },
  {
    name: 'pages-do-not-skip',
    title: 'Every product stands on a page.',
    async run(context) {
      const pages = await smallPagesOf(context);
      const found = new Set(pages.flatMap((page) => page.found));
      for (const { expected, exchange, offset } of pages) {
        const skipped = expected.find((id) => !found.has(id));
        if (skipped === undefined) continue;
        throw new Violation(`Product ${show(skipped)} is on no page; expected at offset ${offset}.`, exchange);
      }
      return undefined;
    },
  },
  {
    name: 'pages-keep-order',
    title: 'Pages have the order of the whole list.',
    async run(context) {
      for (const { offset, exchange, found, expected } of await smallPagesOf(context)) {
        if (show(found) === show(expected)) continue;
        throw new Violation(`At offset ${offset} expected ${show(expected)}, got ${show(found)}.`, exchange);
      }
      return undefined;
    },
  },
];
