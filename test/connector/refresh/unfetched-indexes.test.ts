import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { AwsError } from '../../../connector/aws/aws-error.ts';
import { downloadObject } from '../../../connector/aws/download-object.ts';
import { deadlineIn } from '../../../connector/deadline.ts';
import { metrics, variables } from '../../../connector/environment.ts';
import { Problem } from '../../../connector/errors.ts';
import type { StoredIndex } from '../../../connector/installs/catalog-state.ts';
import { OpenIndexes } from '../../../connector/refresh/open-indexes.ts';
import { indexFormat } from '../../../connector/search/index-format.ts';
import { parseWebsite } from '../../../connector/website.ts';
import { setVariables } from '../../helpers/variables.ts';

vi.mock('../../../connector/aws/download-object.ts');

const { staleCatalogServed, catalogNotFetched, catalogUnreadable, fault } = metrics;
const second = 1_000;
const minute = 60 * second;
let folder: string;
let restore: () => void;
/** What becomes of a download, by key. */
let fates: Record<string, Error | 'cannot be opened'>;
let row: StoredIndex | undefined | Problem;
let rereads = 0;
let counts: string[];
let explained: unknown[];

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 0, 1) });
  folder = mkdtempSync(join(tmpdir(), 'unfetched-indexes-'));
  restore = setVariables({ TMPDIR: folder, [variables.indexBucket]: 'indexes', [variables.ephemeralStorage]: '10' });
  fates = {};
  rereads = 0;
  row = undefined;
  vi.mocked(downloadObject).mockReset();
  vi.mocked(downloadObject).mockImplementation(async (_bucket, key, file) => {
    const fate = fates[key];
    if (fate instanceof Error) throw fate;
    writeFileSync(file, fate === 'cannot be opened' ? 'garbage' : key);
  });
});
afterEach(() => {
  vi.useRealTimers();
  restore();
  rmSync(folder, { recursive: true });
});

const website = parseWebsite('ha-1')!;
const stored = (name: string, more: Partial<StoredIndex> = {}): StoredIndex => {
  return { key: `ha-1/${name}`, bytes: 1_000, products: 1, categories: 1, builtAt: name.charCodeAt(0), ...more };
};
const opened = () =>
  new OpenIndexes((file: string) => {
    const name = readFileSync(file, 'utf8');
    if (name === 'garbage') throw new Error('file is not a database');
    return { name, close() {} };
  });
async function ask(indexes: ReturnType<typeof opened>, index: StoredIndex) {
  counts = [];
  explained = [];
  const { name } = await indexes.get({
    website,
    index,
    async rereadIndex() {
      rereads++;
      if (row instanceof Problem) throw row;
      return row;
    },
    deadline: deadlineIn(5 * second),
    count: (metric: string) => void counts.push(metric),
    explain: (cause) => void explained.push(cause),
  });
  return name;
}
const downloads = () => vi.mocked(downloadObject).mock.calls.map(([, key]) => key);
const later = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);
const aws = (code: string, status: number) => new AwsError('s3', code, status, code);

describe('a catalog file that is denied or missing', () => {
  const refusals = [
    ['AccessDenied', 403],
    ['NoSuchKey', 404],
  ] as const;

  it.each(refusals)('is a fault when the install points there still: %s', async (code, status) => {
    fates['ha-1/a'] = aws(code, status);
    row = stored('a');
    await expect(ask(opened(), stored('a'))).rejects.toBe(fates['ha-1/a']);
    expect(rereads).toBe(1);
  });

  it.each(refusals)('is none when the install points elsewhere by now: %s', async (code, status) => {
    fates['ha-1/a'] = aws(code, status);
    row = stored('b');
    expect(await ask(opened(), stored('a'))).toBe('ha-1/b');
    expect([rereads, counts, explained]).toEqual([1, [], []]);
  });

  it.each(refusals)('is none when the website is gone: %s', async (code, status) => {
    fates['ha-1/a'] = aws(code, status);
    row = new Problem('unknown_website', 'The connector is not installed on ha-1.');
    await expect(ask(opened(), stored('a'))).rejects.toBe(row);
    expect(counts).toEqual([]);
    row = undefined;
    await expect(ask(opened(), stored('b'))).resolves.toBe('ha-1/b');
  });

  it('is being prepared when the website has come back without a catalog', async () => {
    fates['ha-1/a'] = aws('AccessDenied', 403);
    await expect(ask(opened(), stored('a'))).rejects.toMatchObject({ code: 'catalog_not_ready' });
    expect(counts).toEqual([]);
  });

  it('is followed once: a second one that is missing is a fault', async () => {
    fates['ha-1/a'] = aws('AccessDenied', 403);
    fates['ha-1/b'] = aws('AccessDenied', 403);
    row = stored('b');
    await expect(ask(opened(), stored('a'))).rejects.toBe(fates['ha-1/b']);
    expect(rereads).toBe(1);
  });

  it('is a fault while the older version answers, told by each call without reading the row again', async () => {
    const indexes = opened();
    await ask(indexes, stored('a'));
    fates['ha-1/b'] = aws('AccessDenied', 403);
    row = stored('b');
    await ask(indexes, stored('b'));
    later(10);
    expect(await ask(indexes, stored('b'))).toBe('ha-1/a');
    expect(counts.sort()).toEqual([catalogNotFetched, fault, staleCatalogServed].sort());
    expect(explained).toEqual([fates['ha-1/b']]);
  });
});

describe('a download that keeps failing', () => {
  const failures: [string, Error][] = [
    ['throttled', aws('SlowDown', 503)],
    ['broken off', aws('ECONNRESET', 0)],
    ['not whole', aws('InvalidResponse', 200)],
    ['no room', aws('ENOSPC', 0)],
    ['a bad request', aws('InvalidRequest', 400)],
  ];

  it.each(failures)('is told with each answer of the older version, apart from a hand-over: %s', async (_, failure) => {
    const indexes = opened();
    await ask(indexes, stored('a'));
    fates['ha-1/b'] = failure;
    await ask(indexes, stored('b'));
    for (let hour = 1; hour < 24; hour++) {
      later(60 * minute);
      expect(await ask(indexes, stored('b'))).toBe('ha-1/a');
      expect([counts, explained]).toEqual([[staleCatalogServed, catalogNotFetched], [failure]]);
    }
    later(60 * minute + 1);
    await expect(ask(indexes, stored('b'))).rejects.toBe(failure);
    delete fates['ha-1/b'];
    later(minute);
    await ask(indexes, stored('b')).catch(() => undefined);
    expect(await ask(indexes, stored('b'))).toBe('ha-1/b');
    expect([counts, explained]).toEqual([[], []]);
  });

  const tries = async (failure: Error) => {
    const indexes = opened();
    fates['ha-1/a'] = failure;
    row = stored('a');
    for (let seconds = 0; seconds < 60; seconds++) {
      await ask(indexes, stored('a')).catch(() => undefined);
      later(second);
    }
    return downloads().length;
  };

  it.each(failures.slice(0, 2))('for want of an answer is tried again by each call: %s', async (_, failure) => {
    expect(await tries(failure)).toBe(60);
  });

  it.each(failures.slice(2))('after it may have brought the file is tried twice a minute: %s', async (_, failure) => {
    expect(await tries(failure)).toBe(2);
  });
});

describe('a catalog file that cannot be read', () => {
  const notReady = { code: 'catalog_not_ready', cause: { name: 'UnreadableIndex' } };

  it('is not ready, says why, and is not fetched again at every call', async () => {
    const indexes = opened();
    fates['ha-1/a'] = 'cannot be opened';
    for (let call = 0; call < 20; call++) {
      await expect(ask(indexes, stored('a'))).rejects.toMatchObject({
        ...notReady,
        cause: { cause: { message: 'file is not a database' } },
      });
      expect(counts).toEqual([catalogUnreadable]);
      later(second);
    }
    expect(downloads()).toEqual(['ha-1/a']);
    expect(readdirSync(join(folder, 'catalog-indexes'))).toEqual([]);
    delete fates['ha-1/a'];
    later(5 * minute);
    expect(await ask(indexes, stored('a'))).toBe('ha-1/a');
  });

  it('leaves the older version, with its cause', async () => {
    const indexes = opened();
    await ask(indexes, stored('a'));
    fates['ha-1/b'] = 'cannot be opened';
    await ask(indexes, stored('b'));
    expect(await ask(indexes, stored('b'))).toBe('ha-1/a');
    expect(counts).toEqual([catalogUnreadable, staleCatalogServed]);
    expect(explained).toMatchObject([{ name: 'UnreadableIndex' }]);
    later(24 * 60 * minute + 1);
    await expect(ask(indexes, stored('b'))).rejects.toMatchObject(notReady);
  });

  it.each([[indexFormat + 1], [indexFormat - 2], ['2'], [null], [Number.NaN]])(
    'is not even fetched when the install says that it is of format %j',
    async (format) => {
      const indexes = opened();
      await expect(ask(indexes, stored('b', { format }))).rejects.toMatchObject(notReady);
      expect(counts).toEqual([catalogUnreadable]);
      expect(downloads()).toEqual([]);
      await ask(indexes, stored('a', { format: indexFormat }));
      expect(await ask(indexes, stored('b', { format }))).toBe('ha-1/a');
    },
  );

  it.each([[indexFormat], [indexFormat - 1], [undefined]])('is none of format %j', async (format) => {
    expect(await ask(opened(), stored('a', { format }))).toBe('ha-1/a');
  });

  it('by and by, too, is fetched again, though not at once', async () => {
    const indexes = opened();
    await ask(indexes, stored('a'));
    const call = { website, index: stored('a'), deadline: deadlineIn(second), count() {} };
    const problem = indexes.giveUp(website, await indexes.get(call), new Error('malformed'));
    expect(problem).toMatchObject({ ...notReady, cause: { cause: { message: 'malformed' } } });
    await expect(ask(indexes, stored('a'))).rejects.toMatchObject(notReady);
    expect(downloads()).toHaveLength(1);
    later(5 * minute);
    expect(await ask(indexes, stored('a'))).toBe('ha-1/a');
    expect(downloads()).toHaveLength(2);
  });
});
