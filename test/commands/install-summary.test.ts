import { expect, it } from 'vitest';
import { summarize, summaryTable } from '../../commands/install-summary.ts';
import type { CatalogState } from '../../connector/installs/catalog-state.ts';
import type { Install } from '../../connector/installs/install.ts';
import { parseWebsite } from '../../connector/website.ts';

const now = Date.UTC(2026, 5, 15, 12);
const minute = 60_000;
const website = (id: string) => parseWebsite(id)!;

function installed(catalog: CatalogState | undefined): Install {
  const at = now - 60 * minute;
  return {
    versions: { v1: { installedAt: at } },
    verifiedAt: at,
    active: { sealed: 'c2VjcmV0', verifiedAt: at, catalog },
    pending: undefined,
  };
}

const index = { key: 'ha-1/1.sqlite', bytes: 4e5, products: 1_470, categories: 28, builtAt: now - 12 * minute };

it("shows an operator each website's catalog, its last refresh and what is wrong", () => {
  const summaries = [
    summarize(
      website('ha-1'),
      installed({
        index: { ...index, problems: { no_price: 3, no_image: 1_204 } },
        refresh: { at: now - 3 * minute, outcome: 'failed', detail: 'The shop did not answer in time.' },
      }),
      now,
    ),
    summarize(website('ha-2'), installed({ index, refresh: { at: now - 12 * minute, outcome: 'built' } }), now),
    summarize(website('ha-3'), installed(undefined), now),
    summarize(website('ha-4'), undefined, now),
  ];
  expect(summaryTable(summaries, now)).toBe(
    `
WEBSITE  STATUS   VERSION  SINCE                     LAST EVENT                          PRODUCTS  INDEX AGE  LAST REFRESH
ha-1     active   v1       2026-06-15T11:00:00.000Z  installed 2026-06-15T11:00:00.000Z  1,470     12 min     failed 3 min ago
  failed: The shop did not answer in time.
  items: 1,204 no_image, 3 no_price
ha-2     active   v1       2026-06-15T11:00:00.000Z  installed 2026-06-15T11:00:00.000Z  1,470     12 min     built 12 min ago
ha-3     active   v1       2026-06-15T11:00:00.000Z  installed 2026-06-15T11:00:00.000Z  -         -          -
ha-4     unknown  -        -                         -                                   -         -          -`.trim(),
  );
  expect(JSON.stringify(summaries)).not.toContain('c2VjcmV0');
  expect(summaries[0]!.catalog).toEqual({
    index: {
      products: 1_470,
      categories: 28,
      bytes: 4e5,
      builtAt: '2026-06-15T11:48:00.000Z',
      partial: false,
      problems: { no_price: 3, no_image: 1_204 },
    },
    refresh: { outcome: 'failed', at: '2026-06-15T11:57:00.000Z', detail: 'The shop did not answer in time.' },
    pass: null,
    wholeAt: null,
    nextDue: '2026-06-15T11:57:00.000Z',
  });
});

it('shows how far a reading of several runs is, what agents see meanwhile, and until when the shop is left alone', () => {
  const counts = { parts: 12, runs: 3, pages: 124, listed: 12_400, announced: 120_000, milliseconds: 9e5 };
  const times = { startedAt: now - 20 * minute, advancedAt: now - 3 * minute, notBefore: now + 60 * minute };
  const pass = { id: 'pass-1-00000000', format: 1, cursor: 'p-12400', ...counts, ...times };
  const summary = summarize(website('ha-1'), installed({ index: { ...index, partial: true }, pass }), now);
  expect(summary.catalog).toMatchObject({
    index: { partial: true },
    pass: { listed: 12_400, announced: 120_000, pages: 124, runs: 3, waitsUntil: '2026-06-15T13:00:00.000Z' },
    nextDue: '2026-06-15T13:00:00.000Z',
  });
  expect(summaryTable([summary], now).split('\n').slice(2)).toEqual([
    '  reading: 12,400 of 120,000 products, 124 pages in 3 runs; waits until 2026-06-15T13:00:00.000Z, as the shop asks',
    '  last read to its end: never; the schedule asks from 2026-06-15T13:00:00.000Z on',
    '  agents see what was read so far',
  ]);
});

it('shows the catalog that waits for the install event', () => {
  const { active, ...rest } = installed({ index });
  const pending = { ...active!, expiresAt: now + minute };
  const install = { ...rest, versions: {}, active: undefined, pending };
  expect(summarize(website('ha-1'), install, now)).toMatchObject({
    status: 'pending',
    catalog: { index: { products: 1_470, problems: {} }, refresh: null },
  });
});
