import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { deadlineIn } from '../../connector/deadline.ts';
import { metrics } from '../../connector/environment.ts';
import type { CatalogState, Pass } from '../../connector/installs/catalog-state.ts';
import { applyInput } from '../../connector/installs/install-store.ts';
import { parseWebsite } from '../../connector/website.ts';
import { type InProcessConnector, useInProcessConnector } from '../helpers/in-process-connector.ts';

const [minute, hour] = [60_000, 3_600_000];
let connector: InProcessConnector;
let count = 0;

beforeAll(async () => {
  connector = await useInProcessConnector({ secret: 'secret' });
});
afterAll(() => connector.close());
beforeEach(() => {
  connector.queued.length = connector.output.length = 0;
});

const pass = (times: Pick<Pass, 'advancedAt' | 'notBefore'>): Pass => ({
  ...{ id: 'pass-1-00000000', format: 1, startedAt: times.advancedAt - hour, parts: 1, cursor: 'p-1', runs: 1 },
  ...{ pages: 1, listed: 1, announced: 9, milliseconds: minute, ...times },
});

/** A website whose shop was refreshed so. */
async function installed({ refresh, pass: underWay }: CatalogState, verifiedAt = Date.now()): Promise<string> {
  const website = parseWebsite(`ha-${++count}`)!;
  const deadline = () => deadlineIn(5_000);
  await applyInput(website, { type: 'added', sealed: 's' }, deadline(), verifiedAt);
  if (refresh) await applyInput(website, { type: 'refreshed', sealed: 's', refresh }, deadline());
  if (underWay) {
    await applyInput(website, { type: 'advanced', sealed: 's', pass: underWay, after: undefined }, deadline());
  }
  return website;
}

const askedFor = async () => {
  await connector.schedule();
  return [...new Set(connector.queued.map((body) => JSON.parse(body).website as string))].sort();
};
const line = () => JSON.parse(connector.output.at(-1)!);

it('asks for what is due, and for no shop that is being read, was put off or shall have its rest', async () => {
  const now = Date.now();
  const due = [
    await installed({}),
    await installed({ refresh: { at: now - 1_000, outcome: 'built', milliseconds: 5_000 } }),
    await installed({ refresh: { at: now - 1_000, outcome: 'failed', detail: 'Down.' } }),
    await installed({ refresh: { at: now - 4 * hour, outcome: 'built', milliseconds: hour } }),
    await installed({
      refresh: { at: now - 20 * hour, began: now - 25 * hour, outcome: 'built', milliseconds: 10 * hour },
    }),
    await installed({ pass: pass({ advancedAt: now - 21 * minute }) }),
    await installed({ pass: pass({ advancedAt: now - hour, notBefore: now - minute }) }),
  ];
  await installed({ refresh: { at: now - 2 * hour, outcome: 'built', milliseconds: hour } });
  await installed({ pass: pass({ advancedAt: now - 19 * minute }) });
  await installed({ pass: pass({ advancedAt: now - hour, notBefore: now + minute }) });
  expect(await askedFor()).toEqual(due.sort());
  expect(line().outcome).toBe(`${due.length} of ${count} websites`);
});

it('counts and names the websites whose shop was not read to its end for two days', async () => {
  const longAgo = Date.now() - 49 * hour;
  const overdue = [
    await installed({}, longAgo),
    await installed({ refresh: { at: longAgo, outcome: 'built' } }, longAgo - hour),
    await installed({ pass: pass({ advancedAt: Date.now() }) }, longAgo),
  ];
  // An earlier reading that was whole still counts when later ones fail.
  const website = await installed({ refresh: { at: Date.now() - hour, outcome: 'unchanged' } }, longAgo);
  const failed = { type: 'refreshed', sealed: 's', refresh: { at: Date.now(), outcome: 'failed' } } as const;
  await applyInput(parseWebsite(website)!, failed, deadlineIn(5_000));
  await connector.schedule();
  expect(line()).toMatchObject({ [metrics.catalogOverdue]: overdue.length });
  expect(line().overdue.split(' ').sort()).toEqual(overdue.sort());
});
