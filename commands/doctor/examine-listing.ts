import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page, Whole } from '../../connector/catalog/catalog-source.ts';
import { productToWire } from '../../connector/catalog/to-wire.ts';
import { ShopFailure } from '../../connector/errors.ts';
import { buildCatalog } from '../../connector/refresh/build-catalog.ts';
import { openIndex } from '../../connector/search/catalog-index.ts';
import type { Diagnosis, Subject } from './diagnosis.ts';
import { explain } from './explain-finding.ts';
import { type Explanation, type Found, severities } from './finding.ts';
import type { Offers } from './offers.ts';
import { probeCatalog } from './probe-catalog.ts';

/** What is seen of a listing while it is read. */
export interface Examination {
  readonly items: number;
  readonly itemsLeftOut: number;
  readonly offers: Offers;
  /** Category paths of items that are left out, labels joined by line breaks; an item's id each. */
  readonly pathsLeftOut: ReadonlyMap<string, string>;
  found(): Found[];
}

interface Listing {
  subject: Subject;
  /** As `CatalogSource.read`; they pass `examination`. */
  read(scratch: string): AsyncGenerator<Page, Whole | 'unchanged'>;
  examination: Examination;
  /** Of what is found, by code. */
  explanations: Readonly<Record<string, Explanation>>;
}

export interface ExaminationOptions {
  /** Empty; for files of up to some four times the listing's size. The caller removes it. */
  folder: string;
  /** What agents type. */
  queries: readonly string[];
  locale: string;
}

/** Builds the searchable catalog of a listing as a refresh does and looks at it as an agent would. */
export async function examineListing(
  { subject, read, examination, explanations }: Listing,
  { folder, queries, locale }: ExaminationOptions,
): Promise<Diagnosis> {
  const started = Date.now();
  const file = join(folder, 'catalog.sqlite');
  const scratch = join(folder, 'reading');
  await mkdir(scratch);
  const failure = await buildCatalog(read(scratch), { file, locale, scratch: folder }).then(refuseUnchanged, asFound);
  const catalog = failure ? nothing : await lookInto(file, examination, queries, locale);
  const { items, itemsLeftOut, offers } = examination;
  const { found, ...seen } = catalog;
  return {
    ...subject,
    examinedAt: new Date(started).toISOString(),
    seconds: (Date.now() - started) / 1000,
    ...{ items, itemsLeftOut, itemsInStock: offers.inStock, itemsOnSale: offers.onSale },
    prices: offers.prices.map((spread) => ({
      currency: spread.currency,
      items: spread.count,
      lowest: spread.lowest[0]!.amount,
      median: Number(spread.median().toPrecision(2)),
      highest: spread.highest[0]!.amount,
    })),
    ...seen,
    findings: [...(failure ? [failure] : []), ...examination.found(), ...found]
      .map((one) => explain(one, explanations))
      .sort((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity) || b.count - a.count),
  };
}

type Catalog = Pick<Diagnosis, 'products' | 'bytes' | 'categories' | 'firstProducts'> & { found: Found[] };

const nothing: Catalog = { products: 0, bytes: 0, found: [], categories: [], firstProducts: [] };

async function lookInto(
  file: string,
  { pathsLeftOut }: Examination,
  queries: readonly string[],
  locale: string,
): Promise<Catalog> {
  const { size: bytes } = await stat(file);
  const index = openIndex(file);
  try {
    return {
      products: index.productCount,
      bytes,
      found: probeCatalog(index, pathsLeftOut, queries),
      categories: index.categories({ parentId: undefined, limit: undefined, offset: 0 }),
      firstProducts: index
        .products({ categoryId: undefined, text: undefined, limit: 10, offset: 0 })
        .map((product) => productToWire(product, locale)),
    };
  } finally {
    index.close();
  }
}

function refuseUnchanged(built: object | 'unchanged'): undefined {
  if (built === 'unchanged') throw new Error('The shop says that nothing changed, and was not asked.');
}

/** What the shop got wrong is found; anything else is thrown. */
function asFound(error: unknown): Found {
  if (!(error instanceof ShopFailure)) throw error;
  return { code: 'unreadable', count: 1, samples: [{ id: error.reason, value: error.message }] };
}
