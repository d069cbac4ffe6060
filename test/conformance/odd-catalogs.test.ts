import { expect, it } from 'vitest';
import { groups } from '../../conformance/groups.ts';
import { checksOf } from '../../conformance/report/report.ts';
import { runConformance } from '../../conformance/run-conformance.ts';
import type { Website } from '../../connector/website.ts';
import { type StandInCatalog, type StandInProduct, startCatalogConnector } from './catalog-connector.ts';

/** What the stand-in does not do: it reads no parameter strictly. */
const others = /^(?:limit-|offset-|website-|hostile|malformed)/;

async function failuresOf(catalog: StandInCatalog) {
  const connector = await startCatalogConnector(catalog);
  const judged = groups
    .filter(({ name }) => ['categories', 'products', 'latency'].includes(name))
    .map((group) => ({ ...group, checks: group.checks.filter(({ name }) => !others.test(name)) }));
  try {
    const report = await runConformance({
      ...{ url: connector.url, secret: 'a-secret', parameters: { feedUrl: 'x' }, replace: true, groups: judged },
      website: 'ha-900001' as Website,
      otherWebsite: 'ha-900002' as Website,
    });
    return checksOf(report).flatMap(({ group, name, outcome, reason }) =>
      outcome === 'passed' || group === 'end' ? [] : [`${group}/${name}: ${reason}`],
    );
  } finally {
    await connector.close();
  }
}

const branch = [
  { id: 'maison', idParent: null },
  { id: 'chaises', idParent: 'maison' },
];
const flat = (...ids: string[]) => ids.map((id) => ({ id, idParent: null }));
const titled = (titles: readonly string[], ...categories: string[]): StandInProduct[] =>
  titles.map((title, index) => ({ id: `p${index}`, title, reference: `REF-${index}`, categories }));
const many = (count: number, title: (index: number) => string) => Array.from({ length: count }, (_, n) => title(n));
const chairs = many(30, (n) => `Chaise ${n}`);

const catalogs: Record<string, StandInCatalog> = {
  'all items lie in one branch': { categories: branch, products: titled(chairs, 'chaises') },
  'one branch is five levels deep': {
    categories: many(5, (n) => `c${n}`).map((id, n) => ({ id, idParent: n === 0 ? null : `c${n - 1}` })),
    products: titled(chairs, 'c4'),
  },
  'there is one product': { categories: branch, products: titled(['Chaise'], 'chaises') },
  'there is one product in several categories': {
    categories: flat('a', 'b', 'c'),
    products: titled(['Chaise'], 'a', 'b', 'c'),
  },
  'there is one category': { categories: flat('a'), products: titled(chairs, 'a') },
  'there is no category': { categories: [], products: titled(chairs) },
  'every product is in every category': {
    categories: flat('new', 'chairs', 'sale'),
    products: titled(chairs, 'new', 'chairs', 'sale'),
  },
  'one category holds all, another none': { categories: flat('all', 'empty'), products: titled(chairs, 'all') },
  'products are in no category': { categories: flat('empty', 'empty too'), products: titled(chairs) },
  'a category is called null': {
    categories: [...flat('null', 'b'), { id: 'c', idParent: 'null' }],
    products: titled(chairs, 'c'),
  },
  'no product has a brand or reference': {
    categories: flat('a', 'b'),
    products: chairs.map((title, n) => ({ id: `p${n}`, title, categories: [n % 2 ? 'a' : 'b'] })),
  },
  'titles are single letters': {
    categories: flat('a'),
    products: titled(
      many(26, (n) => String.fromCharCode(97 + n)),
      'a',
    ),
  },
  'titles are single letters that others hold too': {
    categories: flat('a'),
    products: titled(
      many(152, (n) => (n === 145 ? 'x' : `X ${n} long`)),
      'a',
    ),
  },
  'all titles are identical': {
    categories: flat('a', 'b'),
    products: titled(
      many(12, () => 'Chaise'),
      'a',
    ),
  },
  'all of 700 titles are identical': {
    categories: flat('a', 'b'),
    products: titled(
      many(700, () => 'Chaise'),
      'a',
    ),
  },
  'titles have the same words': {
    categories: flat('a'),
    products: titled(['Chaise rouge', 'Rouge chaise', 'chaise ROUGE'], 'a'),
  },
  'titles are marks only': { categories: flat('a'), products: titled(['★★★', '—', '…', 'Chaise'], 'a') },
  'references are marks only': {
    categories: flat('a'),
    products: chairs.map((title, n) => ({ id: `p${n}`, title, reference: '-'.repeat(n), categories: ['a'] })),
  },
  'letters change their number in capitals': {
    categories: flat('a'),
    products: titled(['Straße', 'ﬁn', 'İnci', 'ŉ'], 'a'),
  },
  'titles are of scripts with marks that are no accents': {
    categories: flat('a'),
    products: titled(['किताब', 'เก้าอี้', 'كُرْسِيّ', 'כִּסֵּא', 'Й', 'が'], 'a'),
  },
  'prices have digits of another script': { categories: flat('a'), products: titled(chairs, 'a'), price: '٩٩٫٩٠ ر.س' },
};

it.each(Object.entries(catalogs))('a correct connector conforms when %s', async (_, catalog) => {
  expect(await failuresOf(catalog)).toEqual([]);
});
