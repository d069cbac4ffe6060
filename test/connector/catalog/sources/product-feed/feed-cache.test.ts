import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { FeedCache, type FeedCacheOptions } from '../../../../../connector/catalog/sources/product-feed/feed-cache.ts';
import type { FeedVersion, FetchedCatalog } from '../../../../../connector/catalog/sources/product-feed/fetch-feed.ts';
import { deadlineIn } from '../../../../../connector/deadline.ts';
import { ShopFailure } from '../../../../../connector/errors.ts';
import { parseWebsite } from '../../../../../connector/website.ts';
import { someEntry } from './some-entry.ts';

const minute = 60_000;
const broken = new ShopFailure('failed', 'The shop answered with the HTTP status 500.', { parameter: 'feedUrl' });

function catalog(title: string, { skipped = 0, description = '' } = {}): FetchedCatalog {
  const entries = [someEntry({ title, description })];
  return { entries, items: 1 + skipped, skipped, version: { etag: `"${title}"`, lastModified: undefined } };
}

/** A shop whose answers the test gives one by one, and a clock that only the test moves. */
function setUp(options: Partial<FeedCacheOptions> = {}) {
  const clock = { now: 1_000_000 };
  const asked: {
    key: string;
    known: FeedVersion | undefined;
    answer: (value: FetchedCatalog | undefined | Error) => void;
  }[] = [];
  const counts: Record<string, number> = {};
  const cache = new FeedCache({
    now: () => clock.now,
    patience: 1,
    fetch: ({ credentials }, known) =>
      new Promise((resolve, reject) => {
        const answer = (value: FetchedCatalog | undefined | Error) =>
          value instanceof Error ? reject(value) : resolve(value);
        asked.push({ key: credentials.feedUrl, known, answer });
      }),
    ...options,
  });
  const get = (key = 'a', milliseconds = 10_000) =>
    cache
      .get({
        website: parseWebsite('ha-1')!,
        credentials: { feedUrl: key },
        cacheKey: key,
        deadline: deadlineIn(milliseconds),
        count: (metric, amount = 1) => {
          counts[metric] = (counts[metric] ?? 0) + amount;
        },
      })
      .then((index) => index.products({ text: undefined, categoryId: undefined, limit: 1, offset: 0 })[0]!.title);
  const load = async (title: string, key = 'a') => {
    const title_ = get(key);
    asked.at(-1)!.answer(catalog(title));
    return title_;
  };
  onTestFinished(() => {
    for (const { answer } of asked) answer(broken);
  });
  return { clock, asked, counts, get, load };
}

describe('the feed cache', () => {
  it('loads once for concurrent calls, and keeps what it has for 15 minutes', async () => {
    const { clock, asked, get, counts } = setUp();
    const calls = [get(), get(), get()];
    expect(asked).toHaveLength(1);
    asked[0]!.answer(catalog('First', { skipped: 3 }));
    expect(await Promise.all(calls)).toEqual(['First', 'First', 'First']);
    clock.now += 15 * minute - 1;
    expect(await get()).toBe('First');
    expect(asked).toHaveLength(1);
    expect(counts).toEqual({ FeedItemSkipped: 3 });
  });

  it('keeps shops apart by cache key', async () => {
    const { load } = setUp();
    expect([await load('A', 'a'), await load('B', 'b')]).toEqual(['A', 'B']);
  });

  it('asks conditionally after 15 minutes and takes "not modified" for fresh', async () => {
    const { clock, asked, get, load, counts } = setUp({ patience: 5000 });
    await load('First');
    clock.now += 15 * minute;
    const refreshed = get();
    expect(asked[1]!.known).toEqual({ etag: '"First"', lastModified: undefined });
    asked[1]!.answer(undefined);
    expect(await refreshed).toBe('First');
    clock.now += 14 * minute;
    expect(await get()).toBe('First');
    expect(asked).toHaveLength(2);
    expect(counts).toEqual({});
  });

  it('serves the newer feed to the call that waited for it', async () => {
    const { clock, asked, get, load } = setUp({ patience: 5000 });
    await load('First');
    clock.now += 16 * minute;
    const refreshed = get();
    asked[1]!.answer(catalog('Second'));
    expect(await refreshed).toBe('Second');
    expect(await get()).toBe('Second');
  });

  it('does not wait long for a slow refresh: the old feed first, the new one when it is there', async () => {
    const { clock, asked, get, load, counts } = setUp();
    await load('First');
    clock.now += 16 * minute;
    expect(await get()).toBe('First');
    expect(await get()).toBe('First');
    expect(asked).toHaveLength(2);
    expect(counts).toEqual({ StaleCatalogServed: 2 });
    asked[1]!.answer(catalog('Second'));
    await expect.poll(() => get()).toBe('Second');
  });

  it('serves the last good feed for a day while the shop fails, asking once a minute', async () => {
    const { clock, asked, get, load, counts } = setUp({ patience: 5000 });
    await load('First');
    clock.now += 16 * minute;
    const failing = get();
    asked[1]!.answer(broken);
    expect(await failing).toBe('First');
    clock.now += minute - 1;
    expect(await get()).toBe('First');
    expect(asked).toHaveLength(2);
    expect(counts).toEqual({ StaleCatalogServed: 2 });
    clock.now += 1;
    const again = get();
    asked[2]!.answer(broken);
    expect(await again).toBe('First');
    clock.now += 24 * 60 * minute;
    const tooOld = get();
    asked[3]!.answer(broken);
    await expect(tooOld).rejects.toBe(broken);
  });

  it('remembers a failed first load for five seconds, or as long as the shop asks', async () => {
    const { clock, asked, get } = setUp();
    const first = get();
    asked[0]!.answer(broken);
    await expect(first).rejects.toBe(broken);
    await expect(get()).rejects.toBe(broken);
    expect(asked).toHaveLength(1);
    clock.now += 5000;
    const throttled = new ShopFailure('throttled', 'Later.', { retryAfterSeconds: 60 });
    const second = get();
    asked[1]!.answer(throttled);
    await expect(second).rejects.toBe(throttled);
    clock.now += 59_000;
    await expect(get()).rejects.toBe(throttled);
    clock.now += 1000;
    const third = get();
    asked[2]!.answer(catalog('Back'));
    expect(await third).toBe('Back');
  });

  it('lets a call give up at its deadline without ending the load for the others', async () => {
    const { asked, get } = setUp();
    const [hasty, patient] = [get('a', 5), get('a', 10_000)];
    await expect(hasty).rejects.toMatchObject({ reason: 'too_slow', parameter: 'feedUrl' });
    asked[0]!.answer(catalog('First'));
    expect(await patient).toBe('First');
    expect(asked).toHaveLength(1);
  });

  it('starts anew after a load that a freeze outlasted, and lets that one neither win nor count as a failure', async () => {
    const { clock, asked, get } = setUp();
    const frozen = get('a', 5);
    await expect(frozen).rejects.toMatchObject({ reason: 'too_slow' });
    clock.now += 60 * minute;
    const thawed = get();
    expect(asked).toHaveLength(2);
    asked[0]!.answer(broken);
    asked[1]!.answer(catalog('New'));
    expect(await thawed).toBe('New');

    clock.now += 20 * minute;
    expect(await get()).toBe('New');
    clock.now += 20 * minute;
    const newer = get();
    asked[3]!.answer(catalog('Newer'));
    await newer;
    asked[2]!.answer(catalog('Overtaken'));
    await setImmediate();
    expect(await get()).toBe('Newer');
  });

  it('lets go of the shop asked for the longest time ago when there are too many, or too large', async () => {
    const few = setUp({ maxShops: 2 });
    await few.load('A', 'a');
    await few.load('B', 'b');
    await few.get('a');
    await few.load('C', 'c');
    await few.get('a');
    expect(few.asked.map(({ key }) => key)).toEqual(['a', 'b', 'c']);
    await few.load('B again', 'b');
    expect(few.asked).toHaveLength(4);

    const small = setUp({ maxBytes: 1 });
    expect([await small.load('A', 'a'), await small.load('B', 'b'), await small.get('b')]).toEqual(['A', 'B', 'B']);
    expect(await small.load('A', 'a')).toBe('A');
  });

  it('does not keep failures of more shops than it may', async () => {
    const { asked, get } = setUp({ maxShops: 2 });
    for (const key of ['a', 'b', 'c']) {
      const failing = get(key);
      asked.at(-1)!.answer(broken);
      await expect(failing).rejects.toBe(broken);
    }
    const again = get('a');
    expect(asked).toHaveLength(4);
    asked[3]!.answer(catalog('A'));
    expect(await again).toBe('A');
  });
});
