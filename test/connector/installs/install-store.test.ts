import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callAws } from '../../../connector/aws/call-aws.ts';
import { type Deadline, deadlineIn } from '../../../connector/deadline.ts';
import { type Install, servingSet, statusOf } from '../../../connector/installs/install.ts';
import { applyInput, listInstalls, readInstall } from '../../../connector/installs/install-store.ts';
import type { InstallInput } from '../../../connector/installs/next-install.ts';
import type { Website } from '../../../connector/website.ts';
import type { LocalAws } from '../../../dev/aws/local-aws.ts';
import { testTable, useLocalAws } from '../../helpers/local-aws.ts';
import { report, runs } from '../../helpers/runs.ts';
import { everyOrder, twice } from './every-order.ts';
import { installed, uninstalled, verified } from './inputs.ts';

const minute = 60_000;
const day = 24 * 60 * minute;

let aws: LocalAws;
let count = 0;
const now = Date.now();

beforeAll(async () => {
  aws = await useLocalAws();
});

afterAll(() => aws.close());

const deadline = (): Deadline => deadlineIn(minute);
const newWebsite = () => `ha-${++count}` as Website;
const apply = (website: Website, input: InstallInput, at = now) => applyInput(website, input, deadline(), at);

async function itemOf(website: Website): Promise<Record<string, unknown> | undefined> {
  const input = { TableName: testTable, Key: { website: { S: website } }, ConsistentRead: true };
  const { Item } = await callAws<{ Item?: Record<string, unknown> }>('dynamodb', 'GetItem', input, deadline());
  return Item;
}

function putItem(item: object): Promise<unknown> {
  return callAws('dynamodb', 'PutItem', { TableName: testTable, Item: item }, deadline());
}

describe('the row of a website', () => {
  it('holds times, sealed sets and, while not installed, a time to live in seconds', async () => {
    const website = newWebsite();
    await apply(website, verified());
    expect(await itemOf(website)).toEqual({
      website: { S: website },
      revision: { N: '1' },
      versions: { M: {} },
      verifiedAt: { N: String(now) },
      pending: {
        M: { sealed: { S: 'sealed' }, verifiedAt: { N: String(now) }, expiresAt: { N: String(now + 60 * minute) } },
      },
      expiresAt: { N: String(Math.ceil((now + 30 * day) / 1000)) },
    });
    await apply(website, installed(now - 5));
    expect(await itemOf(website)).toEqual({
      website: { S: website },
      revision: { N: '2' },
      versions: { M: { v1: { M: { installedAt: { N: String(now - 5) } } } } },
      verifiedAt: { N: String(now) },
      active: { M: { sealed: { S: 'sealed' }, verifiedAt: { N: String(now) } } },
    });
  });

  it('is read as it was written', async () => {
    const website = newWebsite();
    expect(await readInstall(website, deadline())).toBeUndefined();
    for (const input of [verified(), installed(now), uninstalled(now + 1, 'v0'), uninstalled(now + 1), verified()]) {
      const { install } = await apply(website, input);
      expect(await readInstall(website, deadline())).toStrictEqual(install);
    }
  });

  it('is not written by what changes nothing', async () => {
    const website = newWebsite();
    await apply(website, installed(now));
    const written = await itemOf(website);
    expect(await apply(website, installed(now))).toMatchObject({ changed: false });
    expect(await apply(website, installed(now - 8 * day))).toMatchObject({ changed: false, ignored: 'too_old' });
    expect(await itemOf(website)).toEqual(written);
    const unknown = newWebsite();
    expect(await apply(unknown, { type: 'removed' })).toMatchObject({ changed: false });
    expect(await itemOf(unknown)).toBeUndefined();
  });

  it('counts as absent once it has expired, and its revision goes on', async () => {
    const website = newWebsite();
    await apply(website, uninstalled(now - 40 * day, 'old'), now - 40 * day);
    await apply(website, verified(), now - 40 * day);
    expect((await itemOf(website))?.revision).toEqual({ N: '2' });
    expect(await readInstall(website, deadline())).toBeUndefined();
    await apply(website, installed(now));
    expect(await itemOf(website)).toMatchObject({ revision: { N: '3' }, versions: { M: { v1: {} } } });
    expect((await itemOf(website))?.expiresAt).toBeUndefined();
    expect(statusOf(await readInstall(website, deadline()), now)).toBe('awaiting');
  });

  it('that is corrupt is an error that names the website and the place, not the value', async () => {
    const good = { revision: { N: '1' }, versions: { M: {} } };
    const set = { sealed: { S: 'a secret' }, verifiedAt: { N: '1' } };
    const corrupt: [object, RegExp][] = [
      [{ versions: good.versions }, /revision/],
      [{ ...good, revision: { N: '1.5' } }, /revision/],
      [{ ...good, versions: { M: { v1: { M: { installedAt: { S: 'a secret' } } } } } }, /versions\.M\.v1/],
      [{ ...good, active: { M: { ...set, verifiedAt: { S: 'a secret' } } } }, /active\.M\.verifiedAt/],
      [{ ...good, active: { M: { ...set, sealed: { N: '7' } } } }, /active\.M\.sealed/],
      [{ ...good, pending: { M: set } }, /pending\.M\.expiresAt/],
    ];
    for (const [attributes, place] of corrupt) {
      const website = newWebsite();
      await putItem({ website: { S: website }, ...attributes });
      const before = await itemOf(website);
      for (const attempt of [readInstall(website, deadline()), apply(website, verified())]) {
        const error = await attempt.then(
          () => expect.fail('read a corrupt row'),
          (thrown: Error) => thrown,
        );
        expect(error.message).toMatch(`The row of ${website} in the install table is corrupt.`);
        expect(error.message).toMatch(place);
        expect(error.message).not.toContain('a secret');
      }
      expect(await itemOf(website)).toEqual(before);
      await callAws('dynamodb', 'DeleteItem', { TableName: testTable, Key: { website: { S: website } } }, deadline());
    }
  });
});

describe('the list of installs', () => {
  it('has every website, over several pages, without the forgotten ones', async () => {
    const sealed = 's'.repeat(300_000);
    const large = Array.from({ length: 5 }, newWebsite);
    const forgotten = newWebsite();
    for (const website of large) await apply(website, { type: 'added', sealed });
    await apply(forgotten, uninstalled(now - 31 * day), now - 31 * day);
    const listed = new Map<Website, Install>();
    for await (const { website, install } of listInstalls(deadline())) listed.set(website, install);
    expect([...listed.keys()]).toEqual(expect.arrayContaining(large));
    expect(servingSet(listed.get(large[0]!)!)?.sealed).toBe(sealed);
    expect(listed.has(forgotten)).toBe(false);
  });
});

describe('two versions, each installed and uninstalled, every event delivered twice', () => {
  const installedV1 = now - 45 * minute;
  const uninstalledV1 = now - 25 * minute;
  const installedV2 = now - 24 * minute;
  const uninstalledV2 = now - minute;
  const events = [
    installed(installedV1, 'v1'),
    uninstalled(uninstalledV1, 'v1'),
    installed(installedV2, 'v2'),
    uninstalled(uninstalledV2, 'v2'),
  ];
  const every = [...everyOrder(twice(events))];
  const some = fc.shuffledSubarray(every, { minLength: 200, maxLength: 200 });
  const chosen = process.env.EXHAUSTIVE === '1' ? every : fc.sample(some, { numRuns: 1, seed: 2 })[0]!;

  it(`end in one state in ${chosen.length} of the ${every.length} orders`, { timeout: 10 * minute }, async ({
    task,
  }) => {
    const time = (at: number) => ({ N: String(at) });
    const lane = async (orders: InstallInput[][]) => {
      for (const order of orders) {
        const website = newWebsite();
        await apply(website, verified(), now - 50 * minute);
        for (const event of order) await apply(website, event);
        expect(await itemOf(website)).toEqual({
          website: { S: website },
          revision: { N: expect.any(String) },
          versions: {
            M: {
              v1: { M: { installedAt: time(installedV1), uninstalledAt: time(uninstalledV1) } },
              v2: { M: { installedAt: time(installedV2), uninstalledAt: time(uninstalledV2) } },
            },
          },
          verifiedAt: time(now - 50 * minute),
          expiresAt: time(Math.ceil((uninstalledV2 + 30 * day) / 1000)),
        });
      }
    };
    const lanes = Map.groupBy(chosen, (order) => chosen.indexOf(order) % 16);
    await Promise.all([...lanes.values()].map(lane));
    report(task, `${chosen.length} of ${every.length} orders through the database`);
  });
});

describe('fifty deliveries of one event at once', () => {
  it.for([
    ['install', installed(now), [verified()], 'active'],
    ['uninstall', uninstalled(now), [verified(), installed(now - 10 * minute)], 'uninstalled'],
  ] as const)('have one effect: %s', { timeout: 10 * minute }, async ([, event, history, status], { task }) => {
    for (let round = 0; round < runs(3, 100); round++) {
      const website = newWebsite();
      for (const input of history) await apply(website, input);
      const outcomes = await Promise.all(Array.from({ length: 50 }, () => apply(website, event)));
      expect(outcomes.filter(({ changed }) => changed)).toHaveLength(1);
      expect(await itemOf(website)).toMatchObject({ revision: { N: String(history.length + 1) } });
      expect(statusOf(await readInstall(website, deadline()), now)).toBe(status);
    }
    report(task, `50 at once, ${runs(3, 100)} rounds: one effect each`);
  });
});
