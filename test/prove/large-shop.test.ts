import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listObjects } from '../../connector/aws/s3-objects.ts';
import type { CatalogSource } from '../../connector/catalog/catalog-source.ts';
import { deadlineIn } from '../../connector/deadline.ts';
import { environment } from '../../connector/environment.ts';
import { seal } from '../../connector/installs/credential-vault.ts';
import { sealedSet } from '../../connector/installs/install.ts';
import { applyInput, readInstall } from '../../connector/installs/install-store.ts';
import { refreshCatalog } from '../../connector/refresh/refresh-catalog.ts';
import type { Website } from '../../connector/website.ts';
import type { LocalAws } from '../../dev/aws/local-aws.ts';
import { someEntry } from '../connector/search/some-entry.ts';
import { useLocalAws } from '../helpers/local-aws.ts';
import { isLongForm, report, runs } from '../helpers/runs.ts';

/** In the long form a hundred a page, at 50 ms a page. */
const products = runs(2_000, 120_000);
const [latency, pageSize] = [runs(0, 50), runs(250, 100)];
const pace = {
  runMilliseconds: runs(0, 15_000),
  firstRunMilliseconds: runs(0, 5_000),
  lastPageMilliseconds: 10_000,
  partMilliseconds: runs(0, 5_000),
  partBytes: 8_000_000,
  longestWaitMilliseconds: 1_000,
};
const website = 'ha-1' as Website;
const calls = new Map<string, number>();
let asked = 0;
let requests = 0;
let aws: LocalAws;

beforeAll(async () => {
  aws = await useLocalAws({
    onCall: (_service, operation) => {
      calls.set(operation, (calls.get(operation) ?? 0) + 1);
      if (operation === 'SendMessage') asked++;
      return 'pass';
    },
  });
});
afterAll(() => aws.close());

const deadline = () => deadlineIn(14 * 60_000);
const idOf = (number: number) => String(number).padStart(7, '0');
const source: CatalogSource = {
  parameters: [],
  verify: async () => '',
  async *read(_, { from = '-1' }) {
    for (let first = Number(from) + 1; first < products; first += pageSize) {
      requests++;
      await sleep(latency);
      const numbers = Array.from({ length: Math.min(pageSize, products - first) }, (_, index) => first + index);
      const entries = numbers.map((number) =>
        someEntry({
          id: idOf(number),
          title: `Lamp ${number} of brushed brass`,
          description: 'A lamp that stands where it is needed. '.repeat(20),
          references: [`LMP-${number}`],
          paths: [['Home', `Lamps ${number % 200}`]],
        }),
      );
      const next = first + pageSize < products ? idOf(numbers.at(-1)!) : undefined;
      yield { entries, announced: products, next };
    }
    return {};
  },
};

it('a shop that takes many runs is listed once, shown while it grows, and leaves nothing behind', async ({ task }) => {
  const sealed = await seal(website, {}, deadline());
  await applyInput(website, { type: 'added', sealed }, deadline());
  const began = Date.now();
  let [firstAnswer, peak, longest] = [0, 0, 0];
  const sampler = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 100);
  const shown: number[] = [];
  let outcome: unknown = 'paused';
  while (outcome === 'paused') {
    const started = Date.now();
    outcome = await refreshCatalog(website, source, {
      ...{ deadline: deadline(), count: () => {}, locale: 'fr-FR', askedAt: Infinity, pace },
    });
    longest = Math.max(longest, Date.now() - started);
    const { index } = sealedSet(await readInstall(website, deadline()), Date.now())!.catalog!;
    if (index && firstAnswer === 0) firstAnswer = Date.now() - began;
    shown.push(index?.products ?? 0);
  }
  clearInterval(sampler);

  expect(outcome).toBe('built');
  expect(shown.at(-1)).toBe(products);
  expect(shown.length).toBeGreaterThan(1);
  expect(shown).toEqual([...shown].sort((a, b) => a - b));
  expect(requests).toBe(Math.ceil(products / pageSize));
  expect(asked).toBe(shown.length - 1);
  const left = await listObjects(environment.indexBucket, `${website}/`, deadline());
  expect(left.filter((key) => key.includes('pass-'))).toEqual([]);
  // Nothing of a run may grow with the shop.
  if (isLongForm) expect(peak).toBeLessThan(1_000_000_000);
  const [all, first, run] = [Date.now() - began, firstAnswer, longest].map((time) => (time / 1000).toFixed(1));
  report(
    task,
    `${products} products in ${shown.length} runs: first answer after ${first} s, whole after ${all} s, longest run ${run} s, ${requests} pages, ` +
      `${calls.get('PutItem')} row writes, ${calls.get('PutObject')} objects, ${Math.round(peak / 1e6)} MB at most`,
  );
}, 600_000);
