import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AwsError } from '../../../connector/aws/aws-error.ts';
import { downloadObject } from '../../../connector/aws/download-object.ts';
import { deadlineIn } from '../../../connector/deadline.ts';
import { metrics, variables } from '../../../connector/environment.ts';
import type { StoredIndex } from '../../../connector/installs/catalog-state.ts';
import { OpenIndexes } from '../../../connector/refresh/open-indexes.ts';
import { parseWebsite } from '../../../connector/website.ts';
import { setVariables } from '../../helpers/variables.ts';

vi.mock('../../../connector/aws/download-object.ts');

/** Downloads that wait to be let through, by key. */
const waiting = new Map<string, { arrive: () => void; fail: (error: Error) => void }>();
let held: Set<string>;
let folder: string;
let restore: () => void;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'open-indexes-'));
  restore = setVariables({ TMPDIR: folder, [variables.indexBucket]: 'indexes', [variables.ephemeralStorage]: '10' });
  held = new Set();
  vi.mocked(downloadObject).mockReset();
  vi.mocked(downloadObject).mockImplementation(async (_bucket, key, file) => {
    if (held.has(key)) await new Promise<void>((arrive, fail) => waiting.set(key, { arrive, fail }));
    writeFileSync(file, key);
  });
});
afterEach(() => {
  restore();
  rmSync(folder, { recursive: true });
});

const megabyte = 2 ** 20;
const closed: string[] = [];
const opened = () =>
  new OpenIndexes((file: string) => {
    const name = readFileSync(file, 'utf8');
    return { name, close: () => closed.push(name) };
  });
const stored = (key: string, bytes = megabyte): StoredIndex => {
  return { key, bytes, products: 1, categories: 1, builtAt: key.charCodeAt(key.length - 1) };
};
const counts: string[] = [];
const shop = (website: string, index: StoredIndex | undefined, milliseconds = 5_000) => ({
  website: parseWebsite(website)!,
  index,
  deadline: deadlineIn(milliseconds),
  count: (metric: string) => counts.push(metric),
});
const keys = () => vi.mocked(downloadObject).mock.calls.map(([, key]) => key);

describe('the catalogs of a function instance', () => {
  it('are fetched once per version, also by calls at the same time', async () => {
    const indexes = opened();
    const found = await Promise.all([1, 2, 3].map(() => indexes.get(shop('ha-1', stored('ha-1/a')))));
    expect(found.map(({ name }) => name)).toEqual(['ha-1/a', 'ha-1/a', 'ha-1/a']);
    await indexes.get(shop('ha-1', stored('ha-1/a')));
    expect(keys()).toEqual(['ha-1/a']);
  });

  it('are not ready before the first refresh, nor while the first file is on its way', async () => {
    const indexes = opened();
    await expect(indexes.get(shop('ha-1', undefined))).rejects.toMatchObject({ code: 'catalog_not_ready' });
    held.add('ha-1/a');
    await expect(indexes.get(shop('ha-1', stored('ha-1/a'), 20))).rejects.toMatchObject({
      code: 'catalog_not_ready',
      retryAfterSeconds: 3,
    });
    waiting.get('ha-1/a')!.arrive();
    expect((await indexes.get(shop('ha-1', stored('ha-1/a')))).name).toBe('ha-1/a');
    expect(keys()).toEqual(['ha-1/a']);
  });

  it('answer on from the older version while a newer one is fetched, and say so', async () => {
    const indexes = opened();
    await indexes.get(shop('ha-1', stored('ha-1/a')));
    held.add('ha-1/b');
    counts.length = closed.length = 0;
    expect((await indexes.get(shop('ha-1', stored('ha-1/b')))).name).toBe('ha-1/a');
    expect(counts).toEqual([metrics.staleCatalogServed]);
    waiting.get('ha-1/b')!.arrive();
    await vi.waitFor(
      async () => expect((await indexes.get(shop('ha-1', stored('ha-1/b')))).name).toBe('ha-1/b'),
      10_000,
    );
    expect(closed).toEqual(['ha-1/a']);
    expect(readdirSync(join(folder, 'catalog-indexes'))).toEqual(['ha-1-b']);
  });

  it('are not replaced by an older version that arrives late', async () => {
    const indexes = opened();
    await indexes.get(shop('ha-1', stored('ha-1/a')));
    held.add('ha-1/b');
    await indexes.get(shop('ha-1', stored('ha-1/b')));
    await indexes.get(shop('ha-1', stored('ha-1/c')));
    await vi.waitFor(
      async () => expect((await indexes.get(shop('ha-1', stored('ha-1/c')))).name).toBe('ha-1/c'),
      10_000,
    );
    closed.length = 0;
    waiting.get('ha-1/b')!.arrive();
    await vi.waitFor(() => expect(closed).toEqual(['ha-1/b']), 10_000);
    expect((await indexes.get(shop('ha-1', stored('ha-1/c')))).name).toBe('ha-1/c');
  });

  it('stay when the newer version cannot be fetched, which is tried again', async () => {
    const indexes = opened();
    await indexes.get(shop('ha-1', stored('ha-1/a')));
    vi.mocked(downloadObject).mockRejectedValueOnce(new AwsError('s3', 'SlowDown', 503, 'Slow down.'));
    expect((await indexes.get(shop('ha-1', stored('ha-1/b')))).name).toBe('ha-1/a');
    await vi.waitFor(
      async () => expect((await indexes.get(shop('ha-1', stored('ha-1/b')))).name).toBe('ha-1/b'),
      10_000,
    );
  });

  it('answer for a newer version that cannot be fetched for a day, and then no more', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 0 });
    const indexes = opened();
    await indexes.get(shop('ha-1', stored('ha-1/a')));
    const day = 24 * 3_600_000;
    // While nobody asks for a newer one, none is missed.
    vi.setSystemTime(10 * day);
    expect((await indexes.get(shop('ha-1', stored('ha-1/a')))).name).toBe('ha-1/a');
    vi.mocked(downloadObject).mockRejectedValue(new AwsError('s3', 'SlowDown', 503, 'Slow down.'));
    for (const [at, key] of [
      [10 * day, 'ha-1/b'],
      [10.5 * day, 'ha-1/c'],
      [11 * day, 'ha-1/d'],
    ] as const) {
      vi.setSystemTime(at);
      expect((await indexes.get(shop('ha-1', stored(key)))).name).toBe('ha-1/a');
    }
    vi.setSystemTime(11 * day + 1);
    const refused = indexes.get(shop('ha-1', stored('ha-1/d')));
    await expect(refused).rejects.toSatisfy(({ code }) => code === 'SlowDown' || code === 'catalog_not_ready');
    vi.useRealTimers();
  });

  it('of several websites share the storage: the least recently asked for goes first', async () => {
    const indexes = opened();
    closed.length = 0;
    for (const website of ['ha-1', 'ha-2', 'ha-1', 'ha-3']) {
      await indexes.get(shop(website, stored(`${website}/a`, 3 * megabyte)));
    }
    expect(closed).toEqual(['ha-2/a']);
    expect(existsSync(join(folder, 'catalog-indexes', 'ha-2-a'))).toBe(false);
    expect((await indexes.get(shop('ha-2', stored('ha-2/a', megabyte)))).name).toBe('ha-2/a');
  });

  it('make room beside what is still on its way to other websites', async () => {
    const indexes = opened();
    closed.length = 0;
    await indexes.get(shop('ha-1', stored('ha-1/a', 3 * megabyte)));
    held.add('ha-2/a');
    const notReady = { code: 'catalog_not_ready' };
    await expect(indexes.get(shop('ha-2', stored('ha-2/a', 3 * megabyte), 20))).rejects.toMatchObject(notReady);
    await indexes.get(shop('ha-3', stored('ha-3/a', 3 * megabyte)));
    expect(closed).toEqual(['ha-1/a']);
    waiting.get('ha-2/a')!.fail(new Error('The connection broke.'));
    await setImmediate();
    await indexes.get(shop('ha-4', stored('ha-4/a', 3 * megabyte)));
    expect(closed).toEqual(['ha-1/a']);
  });

  it('are closed beyond five hundred, those asked for longest ago first, and opened again when asked for', async () => {
    const indexes = opened();
    closed.length = 0;
    const ask = (number: number) => indexes.get(shop(`ha-${number}`, stored(`ha-${number}/a`, 1000)));
    for (let number = 1; number <= 500; number++) await ask(number);
    await ask(1);
    expect(closed).toEqual([]);
    await ask(501);
    expect(closed).toEqual(['ha-2/a']);
    expect((await ask(2)).name).toBe('ha-2/a');
    expect(closed).toEqual(['ha-2/a', 'ha-3/a']);
    expect(keys()).toHaveLength(501);
  });

  it('are fetched again when their file cannot be opened again', async () => {
    const indexes = opened();
    for (let number = 1; number <= 501; number++) await indexes.get(shop(`ha-${number}`, stored(`ha-${number}/a`, 10)));
    rmSync(join(folder, 'catalog-indexes', 'ha-1-a'));
    expect((await indexes.get(shop('ha-1', stored('ha-1/a', 10)))).name).toBe('ha-1/a');
    expect(keys()).toHaveLength(502);
  });

  it('never answer with another website’s', async () => {
    const indexes = opened();
    const names = await Promise.all(
      Array.from({ length: 40 }, async (_, i) => {
        const website = `ha-${(i % 4) + 1}`;
        return [website, (await indexes.get(shop(website, stored(`${website}/a`, 1000)))).name];
      }),
    );
    for (const [website, name] of names) expect(name).toBe(`${website}/a`);
  });

  it('begin without what a crashed predecessor left behind', async () => {
    await opened().get(shop('ha-1', stored('ha-1/a')));
    const indexes = opened();
    await indexes.get(shop('ha-2', stored('ha-2/a')));
    expect(readdirSync(join(folder, 'catalog-indexes'))).toEqual(['ha-2-a']);
  });
});
