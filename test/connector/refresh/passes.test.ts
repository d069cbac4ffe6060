import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { downloadObject } from '../../../connector/aws/download-object.ts';
import { deleteObjects, listObjects, uploadObject } from '../../../connector/aws/s3-objects.ts';
import { deadlineIn } from '../../../connector/deadline.ts';
import { environment } from '../../../connector/environment.ts';
import { ShopFailure } from '../../../connector/errors.ts';
import type { Pass } from '../../../connector/installs/catalog-state.ts';
import { seal } from '../../../connector/installs/credential-vault.ts';
import { sealedSet } from '../../../connector/installs/install.ts';
import { applyInput, readInstall } from '../../../connector/installs/install-store.ts';
import { dueAt, isDue } from '../../../connector/refresh/is-due.ts';
import type { Pace } from '../../../connector/refresh/pass-bounds.ts';
import { writePart } from '../../../connector/refresh/pass-parts.ts';
import { refreshCatalog } from '../../../connector/refresh/refresh-catalog.ts';
import { openIndex } from '../../../connector/search/catalog-index.ts';
import { parseWebsite, type Website } from '../../../connector/website.ts';
import type { Fault } from '../../../dev/aws/fault.ts';
import type { LocalAws } from '../../../dev/aws/local-aws.ts';
import { useLocalAws } from '../../helpers/local-aws.ts';
import { isLongForm, runs } from '../../helpers/runs.ts';
import { PlayedShop, playedSource } from './played-shop.ts';

let aws: LocalAws;
let onCall: (service: string, operation: string, input: Record<string, unknown>) => 'pass' | Fault | Promise<'pass'> =
  () => 'pass';
/** Refreshes that were asked for and not made yet. */
let asked = 0;
beforeAll(async () => {
  aws = await useLocalAws({
    async onCall(service, operation, input) {
      const fault = await onCall(service, operation, input);
      if (operation === 'SendMessage' && fault === 'pass') asked++;
      return fault;
    },
  });
});
afterAll(() => aws.close());
const folder = mkdtempSync(join(tmpdir(), 'passes-'));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
let website: Website;
let shops: { one: PlayedShop; two: PlayedShop };
beforeEach(() => {
  website = parseWebsite(`ha-${++count}`)!;
  shops = { one: new PlayedShop(20), two: new PlayedShop(7, 'q') };
  onCall = () => 'pass';
  asked = 0;
});

const minute = 60_000;
const version = 'v1';
const deadline = () => deadlineIn(20_000);
/** Every run ends at its first safe point, after three products. */
const aPageARun = {
  runMilliseconds: 0,
  firstRunMilliseconds: 0,
  lastPageMilliseconds: 20_000,
  partMilliseconds: 0,
  partBytes: 1,
  longestWaitMilliseconds: 50,
};
/** One run, a part a page. */
const aPartAPage = { ...aPageARun, runMilliseconds: 60_000, firstRunMilliseconds: 60_000 };

const refresh = (pace: Pace = aPageARun, askedAt = Infinity, { again = false } = {}) =>
  refreshCatalog(website, playedSource({ ...shops }), {
    ...{ deadline: deadline(), count: () => {}, locale: 'fr-FR', askedAt, again, pace },
  });
const verify = async (shop: keyof typeof shops = 'one') => {
  const sealed = await seal(website, { shop }, deadline());
  await applyInput(website, { type: 'verified', sealed }, deadline());
};
const install = async (shop?: keyof typeof shops) => {
  await verify(shop);
  await applyInput(website, { type: 'installed', versionId: version, createdAt: Date.now() }, deadline());
};
const uninstall = () =>
  applyInput(website, { type: 'uninstalled', versionId: version, createdAt: Date.now() }, deadline());
const set = async () => sealedSet(await readInstall(website, deadline()), Date.now());
const catalog = async () => (await set())?.catalog;
const keys = () => listObjects(environment.indexBucket, `${website}/`, deadline());
/** Puts a part without any product in the place of the one that is there. */
async function putPart(number: number, from: string | undefined, next: string): Promise<void> {
  const { id } = (await catalog())!.pass!;
  await writePart(id, number, { from, next, lines: [] }, { website, folder, deadline: deadline() });
}
const parts = async () => (await keys()).filter((key) => key.includes('/pass-'));

async function changePass(changed: Partial<Pass>): Promise<void> {
  const { sealed, catalog: state } = (await set())!;
  const pass: Pass = { ...state!.pass!, ...changed };
  await applyInput(website, { type: 'advanced', sealed, pass, after: pass.id }, deadline());
}

/** What agents find. */
async function idsFound(): Promise<string[]> {
  const { index } = (await catalog()) ?? {};
  if (!index) return [];
  const file = join(folder, `${index.key.replaceAll('/', '-')}`);
  await downloadObject(environment.indexBucket, index.key, file, deadline());
  const opened = openIndex(file);
  const found = opened.products({ categoryId: undefined, text: undefined, limit: 100, offset: 0 });
  opened.close();
  return found.map(({ id }) => id);
}

/** As the queue does: a message that fails comes again. Answers the outcomes. */
async function untilQuiet(pace: Pace = aPageARun): Promise<unknown[]> {
  const outcomes: unknown[] = [];
  for (let messages = 1; messages > 0; messages--) {
    asked = 0;
    const outcome = await refresh(pace).catch((error) => error);
    outcomes.push(outcome);
    messages += outcome instanceof Error ? 1 : asked;
    if (outcomes.length > 60) throw new Error(`No end: ${outcomes.join(' ')}`);
  }
  return outcomes;
}

describe('a listing of several runs', () => {
  it('goes on where the run before ended, and is whole at the end', async () => {
    await install();
    expect(await untilQuiet()).toEqual([...Array(6).fill('paused'), 'built']);
    expect(await idsFound()).toEqual(shops.one.ids);
    expect(shops.one.asked).toBe(7);
    expect(await parts()).toEqual([]);
    const { pass, refresh: last } = (await catalog())!;
    expect(pass).toBeUndefined();
    expect(last).toMatchObject({
      outcome: 'built',
      pages: 7,
      began: expect.any(Number),
      milliseconds: expect.any(Number),
    });
  });

  it('shows what it has read so far while there is nothing else, marked as a part', async () => {
    await install();
    await refresh();
    await refresh();
    expect(await idsFound()).toEqual(shops.one.ids.slice(0, 6));
    expect((await catalog())?.index).toMatchObject({ partial: true, products: 6 });
    expect((await catalog())?.pass).toMatchObject({ listed: 6, announced: 20, pages: 2, parts: 2, runs: 2 });
    await untilQuiet();
    expect((await catalog())?.index?.partial).toBeUndefined();
  });

  it('ends its first run sooner, for agents have nothing until then', async () => {
    await install();
    expect(await untilQuiet({ ...aPartAPage, firstRunMilliseconds: 0 })).toEqual(['paused', 'built']);
    shops.one.asked = 0;
    expect(await untilQuiet({ ...aPartAPage, firstRunMilliseconds: 0 })).toEqual(['built']);
  });

  it('leaves the last catalog in its place until the new one is whole', async () => {
    await install();
    await untilQuiet();
    const before = shops.one.ids;
    shops.one.ids = before.filter((_, index) => index % 5 !== 0);
    await refresh();
    await refresh();
    expect(await idsFound()).toEqual(before);
    await untilQuiet();
    expect(await idsFound()).toEqual(shops.one.ids);
  });

  it('that fits into one run stores no more than its index', async () => {
    await install('two');
    expect(await untilQuiet({ ...aPartAPage, partMilliseconds: 60_000, partBytes: 8_000_000 })).toEqual(['built']);
    expect(await keys()).toEqual([(await catalog())!.index!.key]);
  });

  it('is judged whole, by all its runs together', async () => {
    await install();
    await untilQuiet();
    shops.one.ids = shops.one.ids.slice(0, 9);
    expect((await untilQuiet()).at(-1)).toBe('rejected');
    expect((await idsFound()).length).toBe(20);
    expect(await parts()).toEqual([]);
  });

  it('is judged by those that were whole, whatever failed between them', async () => {
    await install();
    await untilQuiet();
    shops.one.ids = shops.one.ids.slice(0, 9);
    for (let rejections = 1; rejections <= 2; rejections++) {
      expect((await untilQuiet()).at(-1)).toBe('rejected');
      shops.one.onPage = () => {
        throw new ShopFailure('unreachable', 'Gone.');
      };
      await expect(refresh()).rejects.toThrow('Gone.');
      shops.one.onPage = () => {};
    }
    expect((await untilQuiet()).at(-1)).toBe('built');
  });

  it('fails when it lists fewer than the shop says, and begins anew when the schedule asks', async () => {
    await install();
    shops.one.more = { announced: 30 };
    for (let run = 1; run <= 6; run++) await refresh();
    expect(await refresh()).toBe('failed');
    expect((await catalog())?.pass).toBeUndefined();
    expect((await catalog())?.refresh).toMatchObject({
      ...{ outcome: 'failed', detail: 'The shop says that it has 30 products, but listed 20.' },
      ...{ pages: 6, milliseconds: expect.any(Number) },
    });
    shops.one.more = {};
    expect((await untilQuiet()).at(-1)).toBe('built');
  });

  it('is read once, however many requests have waited for its first run', async () => {
    await install();
    // As a verification and an install send them, and a schedule that takes the pass for asleep.
    const queue = Array.from({ length: 3 }, () => Date.now() - 5_000);
    const outcomes: unknown[] = [];
    for (let sentAt = queue.shift(); sentAt !== undefined && outcomes.length < 30; sentAt = queue.shift()) {
      asked = 0;
      outcomes.push(await refresh(aPageARun, sentAt));
      queue.push(...Array.from({ length: asked }, () => Date.now()));
    }
    expect(outcomes).toEqual(['paused', 'done since', 'done since', ...Array(5).fill('paused'), 'built']);
    expect(shops.one.asked).toBe(7);
  });

  it('goes on by a message that comes again after a run that stored a part and failed', async () => {
    await install();
    const sentAt = Date.now() - 5_000;
    shops.one.onPage = (page) => {
      if (page === 2) throw new ShopFailure('unreachable', 'Gone.');
    };
    await expect(refresh(aPartAPage, sentAt)).rejects.toThrow('Gone.');
    expect(await refresh(aPartAPage, sentAt, { again: true })).toBe('built');
  });

  it.each([
    [
      'is gone',
      async (key: string) => {
        await deleteObjects(environment.indexBucket, [key], deadline());
        // As S3 answers a function that may list the bucket.
        onCall = (_service, operation, { Key }) =>
          operation === 'GetObject' && Key === key ? { kind: 'refuse', status: 404, code: 'NoSuchKey' } : 'pass';
      },
    ],
    [
      'is damaged',
      (key: string) => {
        const file = join(folder, 'damaged');
        writeFileSync(file, 'No archive.');
        return uploadObject(environment.indexBucket, key, file, deadline());
      },
    ],
    // As another run would leave it, which read on from elsewhere, or to elsewhere.
    ['ends before the next one begins', () => putPart(1, undefined, 'p-0001')],
    ['begins behind where the one before ends', () => putPart(2, 'p-0003', 'p-0005')],
    ['ends before where the pass goes on', () => putPart(2, 'p-0002', 'p-0004')],
  ])('begins anew when a part of it %s', async (_, harm) => {
    await install();
    await refresh();
    await refresh();
    await harm((await parts())[0]!);
    // The rest is read without another part.
    const pace = { ...aPartAPage, partMilliseconds: minute, partBytes: 8_000_000 };
    expect((await untilQuiet(pace)).at(-1)).toBe('built');
    expect(await idsFound()).toEqual(shops.one.ids);
    expect(await parts()).toEqual([]);
  });

  it('is whole also when all that a run has read was read before', async () => {
    await install();
    await refresh();
    // Its numbers were given anew, as where a page is a place in a list that has grown at its beginning.
    const { sealed, catalog: state } = (await set())!;
    const pass = state!.pass!;
    const again = join(folder, 'again');
    await downloadObject(environment.indexBucket, (await parts())[0]!, again, deadline());
    const lines = gunzipSync(readFileSync(again)).toString().split('\n');
    lines[0] = JSON.stringify({ from: pass.cursor, next: pass.cursor });
    writeFileSync(again, gzipSync(lines.join('\n')));
    await uploadObject(environment.indexBucket, `${website}/${pass.id}-2`, again, deadline());
    await applyInput(website, { type: 'advanced', sealed, pass: { ...pass, parts: 2 }, after: pass.id }, deadline());
    expect((await untilQuiet()).at(-1)).toBe('built');
    expect([await idsFound(), shops.one.asked]).toEqual([shops.one.ids, 7]);
  });

  it('adds up what its pages tell, over all runs', async () => {
    await install();
    shops.one.more = { problems: { no_title: 2 }, changesAt: Date.now() + 60_000 };
    await untilQuiet();
    expect((await catalog())?.index).toMatchObject({ problems: { no_title: 14 }, changesAt: expect.any(Number) });
  });
});

describe('a product that is moved while the shop is read', () => {
  it('is found once when its id is new or goes before what was read, and the shop lists by id', async () => {
    await install();
    // Of twenty products, one that has moved is more than a hundredth.
    shops.one.more = { announced: undefined };
    shops.one.onPage = (page) => {
      // Renumbered behind and before the page that comes next; one is new, one goes.
      if (page === 3)
        shops.one.ids = shops.one.ids.filter((id) => id !== 'p-0015').concat('p-0002-moved', 'p-0019-new');
    };
    await untilQuiet();
    const found = await idsFound();
    expect(new Set(found).size).toBe(found.length);
    // What comes before the safe point is found by the next pass.
    expect(found).toEqual(shops.one.ids.filter((id) => id !== 'p-0002-moved').sort());
    await untilQuiet();
    expect(await idsFound()).toEqual([...shops.one.ids].sort());
  });
});

describe('a shop that asks for a pause', () => {
  const throttle = (seconds: number | undefined) => () => {
    throw new ShopFailure('throttled', 'Later.', seconds === undefined ? {} : { retryAfterSeconds: seconds });
  };

  it('of an hour is left alone for it; the schedule goes on from the last safe point', async () => {
    await install();
    await refresh();
    const before = Date.now();
    shops.one.onPage = throttle(3600);
    expect(await refresh()).toBe('waiting');
    const { pass } = (await catalog())!;
    expect(pass!.notBefore).toBeGreaterThanOrEqual(before + 3_600_000);
    expect([isDue(await catalog(), Date.now()), isDue(await catalog(), pass!.notBefore!)]).toEqual([false, true]);

    shops.one.onPage = () => {};
    const { asked: pages } = shops.one;
    expect(await refresh()).toBe('waiting');
    expect(shops.one.asked).toBe(pages);

    await changePass({ notBefore: Date.now() - 1 });
    expect((await untilQuiet()).at(-1)).toBe('built');
    expect(await idsFound()).toEqual(shops.one.ids);
  });

  it('of a moment is waited for in the same run, without asking for a page again', async () => {
    await install();
    let refusals = 0;
    shops.one.onPage = (page) => {
      if (page === 3 || page === 5) {
        refusals++;
        throttle(0.01)();
      }
    };
    expect(await refresh(aPartAPage)).toBe('built');
    expect([refusals, shops.one.asked]).toEqual([2, 9]);
    expect(await idsFound()).toEqual(shops.one.ids);
  });

  it('of a moment again and again is left to the schedule after a run that came to nothing', async () => {
    await install();
    shops.one.onPage = (page) => {
      if (page > 1) throttle(0.03)();
    };
    const pace = { ...aPartAPage, runMilliseconds: 100, firstRunMilliseconds: 100 };
    expect([await refresh(pace), asked]).toEqual(['paused', 1]);
    for (let run = 2; run <= 3; run++) {
      expect([await refresh(pace), asked]).toEqual(['waiting', 1]);
      expect((await catalog())?.pass).toMatchObject({ runs: run, parts: 1, notBefore: expect.any(Number) });
    }
  });

  it('of a fraction of a millisecond keeps its pass', async () => {
    await install();
    await refresh();
    shops.one.onPage = throttle(3600.00012);
    await refresh();
    expect((await catalog())?.pass).toMatchObject({ parts: 1, notBefore: expect.any(Number) });
  });

  it('at its first page for days is read from the day that it answers', async () => {
    await install();
    shops.one.onPage = throttle(3600);
    await refresh();
    await changePass({ startedAt: Date.now() - 4 * 86_400_000, notBefore: Date.now() - 1 });
    shops.one.onPage = () => {};
    const before = Date.now();
    expect((await untilQuiet()).at(-1)).toBe('built');
    expect((await catalog())!.refresh!.began).toBeGreaterThanOrEqual(before);
  });

  it('has it also from another version, which reads its pass anew', async () => {
    await install();
    await refresh();
    await changePass({ format: 99, notBefore: Date.now() + 60_000 });
    expect(await refresh()).toBe('waiting');
  });

  it('between pages, by what a page says, has it', async () => {
    await install('two');
    shops.two.more = { pauseMilliseconds: 40 };
    const began = performance.now();
    await refresh(aPartAPage);
    expect(performance.now() - began).toBeGreaterThanOrEqual(79);
  });

  it('between pages has it also between two runs', async () => {
    await install('two');
    shops.two.more = { pauseMilliseconds: 400 };
    const began = performance.now();
    await refresh();
    expect(performance.now() - began).toBeGreaterThanOrEqual(399);
    expect([shops.two.asked, shops.two.open]).toEqual([1, 0]);
  });
});

describe('a shop without an end', () => {
  it('that names a page again is told so, and its pass is dropped', async () => {
    await install();
    shops.one.more = { next: 'p-0002' };
    expect(await refresh(aPartAPage)).toBe('failed');
    expect((await catalog())?.refresh?.detail).toMatch('it gives the same page again');
    expect((await catalog())?.pass).toBeUndefined();
    expect(await parts()).toEqual([]);
  });

  it.each([
    ['of a megabyte', 'x'.repeat(1_000_000)],
    ['in another script', 'page-é'],
  ])('or whose next page has a name %s is refused', async (_, next) => {
    await install();
    shops.one.more = { next };
    expect(await refresh()).toBe('failed');
    expect((await catalog())?.refresh?.detail).toMatch('in a form that cannot be kept');
    expect((await catalog())?.pass).toBeUndefined();
  });

  it.each<[string, Partial<Pass>]>([
    ['pages', { pages: 100_000 }],
    ['records', { listed: 5_000_000 }],
    ['runs', { runs: 2_000 }],
    ['days', { startedAt: Date.now() - 4 * 86_400_000 }],
  ])('is ended by the bound on %s, and the reason stands on the install', async (_, reached) => {
    await install();
    await refresh();
    await changePass(reached);
    expect(await refresh()).toBe('failed');
    const { refresh: last, pass: left } = (await catalog())!;
    expect(last?.detail).toMatch(/^The shop's listing has not ended: (pages|listed|runs|days) \d+\.$/);
    expect(shops.one.open).toBe(0);
    expect([left, await parts()]).toEqual([undefined, []]);
  });
});

describe('a page that never ends', () => {
  it('is given up in time to keep what came before it, and is asked for again', async () => {
    await install();
    shops.one.onPage = (page) => page === 3 && new Promise(() => {});
    const pace = { ...aPartAPage, runMilliseconds: 0, firstRunMilliseconds: 60_000, lastPageMilliseconds: 300 };
    await expect(refresh(pace)).rejects.toThrow('The shop did not answer in time.');
    expect((await catalog())?.pass).toMatchObject({ parts: 2, cursor: 'p-0005' });
    expect((await untilQuiet()).at(-1)).toBe('built');
    expect([await idsFound(), shops.one.asked]).toEqual([shops.one.ids, 8]);
  });
});

describe('a pass that does not go on', () => {
  it('is ended by the bound on days, without asking the shop that keeps failing', async () => {
    await install();
    await refresh();
    await changePass({ startedAt: Date.now() - 4 * 86_400_000 });
    const { asked: pages } = shops.one;
    shops.one.onPage = () => {
      throw new ShopFailure('unreachable', 'Gone.');
    };
    expect(await refresh()).toBe('failed');
    expect([shops.one.asked, (await catalog())?.pass]).toEqual([pages, undefined]);
  });

  it('for hours, as where the shop has forgotten its safe point, is begun anew', async () => {
    await install();
    await refresh();
    vi.setSystemTime(Date.now() + 7 * 3_600_000);
    try {
      const before = Date.now();
      expect((await untilQuiet()).at(-1)).toBe('built');
      expect((await catalog())!.refresh!.began).toBeGreaterThanOrEqual(before);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the schedule', () => {
  it('lets a pass alone that has just advanced, and wakes one that has not', async () => {
    await install();
    await refresh();
    expect(isDue(await catalog(), Date.now())).toBe(false);
    expect(isDue(await catalog(), Date.now() + 20 * 60_000)).toBe(true);
  });

  it.each([
    ['a minute', 60_000, 0],
    ['a minute and a half', 90_000, 270_000],
    ['an hour', 3_600_000, 3 * 3_600_000],
    ['ten hours', 36_000_000, 86_400_000 - 36_000_000],
  ])(
    'asks a shop whose listing took %s so that it has three times as long to itself, but once a day',
    (_, took, pause) => {
      const began = Date.UTC(2026, 0, 1);
      const refreshed = { at: began + took, began, outcome: 'built', milliseconds: took } as const;
      expect(dueAt({ refresh: refreshed })).toBe(began + took + pause);
      // Of one run its beginning is all that is known.
      const ofOneRun = { at: began, outcome: 'built', milliseconds: took } as const;
      expect(dueAt({ refresh: ofOneRun })).toBe(took > minute ? began + took + pause : began);
    },
  );

  it('leaves a shop alone for a day whose listing has failed after more than that', () => {
    const took = 3 * 86_400_000;
    const refreshed = { at: took, began: 0, outcome: 'failed', milliseconds: took } as const;
    expect(dueAt({ refresh: refreshed })).toBe(took + 86_400_000);
  });
});

/** What may come in between, at any call that the refresh makes to AWS. */
const disturbances: Record<string, () => Promise<unknown>> = {
  'an uninstall': uninstall,
  'renewed settings': () => verify('two'),
  'a second message': () => refresh().catch(() => undefined),
  'an uninstall and an install': async () => {
    await uninstall();
    await install('two');
  },
  'a pass of another version': async () => {
    const { sealed, catalog: state } = (await set()) ?? {};
    if (!sealed || !state?.pass) return;
    const pass = { ...state.pass, format: 99, advancedAt: Date.now() };
    await applyInput(website, { type: 'advanced', sealed, pass, after: pass.id }, deadline());
  },
};
/** Every place, in `npm run prove`; a third of them otherwise. */
const stride = runs(3, 1);
const writes = ['PutItem', 'PutObject', 'SendMessage', 'DeleteObjects', 'ListObjectsV2'];

async function expectSound(): Promise<void> {
  const found = await set();
  if (!found) return expect(await keys()).toEqual([]);
  const ids = await idsFound();
  expect(ids).toEqual((ids[0]?.startsWith('q') ? shops.two : shops.one).ids);
  expect(await parts()).toEqual([]);
  expect(found.catalog?.pass).toBeUndefined();
  expect(found.catalog?.index?.partial).toBeUndefined();
}

describe('whatever breaks or comes in between', () => {
  const kinds: Fault[] = [{ kind: 'refuse', status: 403, code: 'AccessDenied' }, { kind: 'lose answer' }];

  it.each([
    ['of one run', aPartAPage],
    ['of many runs', aPageARun],
  ])(
    'a pass %s that fails at any write goes on, and ends whole with nothing left over',
    async (_, pace) => {
      for (const kind of kinds) {
        for (let failing = 1, reached = true; reached; failing += stride) {
          website = parseWebsite(`ha-${++count}`)!;
          shops.one = new PlayedShop(7);
          await install();
          let calls = 0;
          onCall = (_service, operation) => (writes.includes(operation) && ++calls === failing ? kind : 'pass');
          await untilQuiet(pace);
          reached = calls >= failing;
          onCall = () => 'pass';
          await expectSound();
        }
      }
    },
    60_000,
  );

  it.each(Object.keys(disturbances))(
    '%s at any write leaves no part, no wrong pointer and no mixed index',
    async (name) => {
      for (const pace of isLongForm ? [aPartAPage, aPageARun] : [aPageARun]) {
        for (let at = 1 + (Object.keys(disturbances).indexOf(name) % stride), reached = true; reached; at += stride) {
          website = parseWebsite(`ha-${++count}`)!;
          shops = { one: new PlayedShop(7), two: new PlayedShop(4, 'q') };
          await install();
          let calls = 0;
          let isOver = false;
          onCall = async (_service, operation): Promise<'pass'> => {
            if (isOver || !writes.includes(operation) || ++calls !== at) return 'pass';
            isOver = true;
            await disturbances[name]!();
            return 'pass';
          };
          await untilQuiet(pace);
          reached = isOver;
          onCall = () => 'pass';
          // As every event and every verification asks for one.
          await untilQuiet(pace);
          await expectSound();
          if (name.startsWith('renewed') && reached) expect(await idsFound()).toEqual(shops.two.ids);
        }
      }
    },
    60_000,
  );
});
