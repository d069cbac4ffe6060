import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as z from 'zod/mini';
import { deleteObjects, listObjects, uploadObject } from '../../../connector/aws/s3-objects.ts';
import type { CatalogSource, Parameter, SourceVersion, Whole } from '../../../connector/catalog/catalog-source.ts';
import { deadlineIn } from '../../../connector/deadline.ts';
import { environment, metrics } from '../../../connector/environment.ts';
import { ShopFailure } from '../../../connector/errors.ts';
import type { StoredIndex } from '../../../connector/installs/catalog-state.ts';
import { seal } from '../../../connector/installs/credential-vault.ts';
import { servingSet } from '../../../connector/installs/install.ts';
import { applyInput, readInstall } from '../../../connector/installs/install-store.ts';
import { refreshCatalog } from '../../../connector/refresh/refresh-catalog.ts';
import { indexFormat } from '../../../connector/search/index-format.ts';
import { parseWebsite, type Website } from '../../../connector/website.ts';
import type { LocalAws } from '../../../dev/aws/local-aws.ts';
import { useLocalAws } from '../../helpers/local-aws.ts';
import { someEntry } from '../search/some-entry.ts';

let aws: LocalAws;
let fault: (operation: string) => 'pass' | { kind: 'refuse'; status: number; code: string } = () => 'pass';
beforeAll(async () => {
  aws = await useLocalAws({ onCall: (_service, operation) => fault(operation) });
});
afterAll(() => aws.close());

const folder = mkdtempSync(join(tmpdir(), 'refresh-catalog-'));
afterAll(() => rmSync(folder, { recursive: true }));

let count = 0;
let website: Website;
let known: (SourceVersion | undefined)[];
beforeEach(() => {
  website = parseWebsite(`ha-${++count}`)!;
  known = [];
  counted.length = explained.length = 0;
  fault = () => 'pass';
});

const version = 'v1';
const deadline = () => deadlineIn(20_000);
const counted: string[] = [];
const explained: unknown[] = [];
const call = (askedAt: number) => ({
  deadline: deadline(),
  count: (metric: string) => void counted.push(metric),
  explain: (cause: unknown) => void explained.push(cause),
  locale: 'fr-FR',
  askedAt,
});
const install = async (feed = 'one') => {
  const sealed = await seal(website, { feed }, deadline());
  await applyInput(website, { type: 'verified', sealed }, deadline());
  await applyInput(website, { type: 'installed', versionId: version, createdAt: Date.now() }, deadline());
};
const uninstall = () =>
  applyInput(website, { type: 'uninstalled', versionId: version, createdAt: Date.now() }, deadline());
const keys = () => listObjects(environment.indexBucket, `${website}/`, deadline());
const state = async () => servingSet((await readInstall(website, deadline()))!)?.catalog;

/** What the shop has; undefined: what is known already. */
type Found = (Whole['version'] & Pick<Whole, 'changesAt'> & { products?: number }) | undefined;
type Find = (feed: string) => Found | Promise<Found>;

const parameters: readonly Parameter[] = [
  { key: 'feed', label: 'Feed', type: 'text', required: true, secret: false, help: 'Any.', schema: z.string() },
];
const source = (find: Find): CatalogSource => ({
  parameters,
  verify: async () => 'A catalog.',
  async *read({ credentials }, { known: version }) {
    known.push(version);
    const found = await find(String(credentials.feed));
    if (!found) return 'unchanged';
    const { products = 10, changesAt, ...stated } = found;
    yield { entries: Array.from({ length: products }, (_, i) => someEntry({ id: `${i}` })) };
    return { version: stated, changesAt };
  },
});
const refresh = (find: Find, askedAt = Infinity) => refreshCatalog(website, source(find), call(askedAt));

describe('a refresh', () => {
  it('stores the catalog under a new name and points the install at it', async () => {
    await install();
    expect(await refresh(() => ({ etag: '"1"' }))).toBe('built');
    const { index, refresh: last } = (await state())!;
    expect(index).toMatchObject({ products: 10, etag: '"1"', builtAt: last?.at });
    expect(await keys()).toEqual([index!.key]);
    expect(last?.outcome).toBe('built');
  });

  it('tells the shop what is known, and leaves it when that is still so', async () => {
    await install();
    await refresh(() => ({ etag: '"1"' }));
    const before = await state();
    expect(await refresh(() => undefined)).toBe('unchanged');
    expect(known).toEqual([undefined, { etag: '"1"', lastModified: undefined }]);
    expect((await state())?.index).toEqual(before?.index);
  });

  it('asks for the whole catalog when a sale has begun or ended since', async () => {
    await install();
    await refresh(() => ({ etag: '"1"', changesAt: Date.now() - 1 }));
    await refresh(() => ({ etag: '"1"' }));
    expect(known).toEqual([undefined, undefined]);
  });

  it('writes which format the catalog has', async () => {
    await install();
    await refresh(() => ({}));
    expect((await state())?.index?.format).toBe(indexFormat);
  });

  describe('of a catalog that this version would not have written', () => {
    const found = () => ({ etag: '"1"', products: 100 });
    const point = async (change: Partial<StoredIndex>) => {
      const { active } = (await readInstall(website, deadline()))!;
      const { index, refresh: last } = active!.catalog!;
      const altered = { type: 'refreshed', sealed: active!.sealed, index: { ...index!, ...change } } as const;
      await applyInput(website, { ...altered, refresh: { at: last!.at, outcome: 'built' } }, deadline());
    };

    it.each([[indexFormat - 1], [undefined]])('but can read, asks for the whole: format %j', async (format) => {
      await install();
      await refresh(found);
      await point({ format });
      expect(await refresh(found)).toBe('built');
      expect(known).toEqual([undefined, undefined]);
      expect((await state())?.index?.format).toBe(indexFormat);
      await refresh(() => undefined);
      expect(known.at(-1)).toEqual({ etag: '"1"', lastModified: undefined });
      expect(counted).toEqual([]);
    });

    it('but can read, still believes a much smaller one only the third time', async () => {
      await install();
      await refresh(found);
      await point({ format: indexFormat - 1 });
      expect(await refresh(() => ({ products: 49 }))).toBe('rejected');
      expect(await state()).toMatchObject({ index: { products: 100, format: indexFormat - 1 } });
    });

    it.each([[indexFormat + 1], [indexFormat - 2], [0.5], ['2'], [null], [{}]])(
      'and cannot read, asks for the whole, believes it and says so: format %j',
      async (format) => {
        await install();
        await refresh(found);
        await point({ format });
        expect(await refresh(() => ({ products: 49 }))).toBe('built');
        expect(known).toEqual([undefined, undefined]);
        expect((await state())?.index).toMatchObject({ format: indexFormat, products: 49 });
        expect(counted).toEqual([metrics.catalogUnreadable]);
        expect(explained).toMatchObject([{ name: 'UnreadableIndex' }]);
      },
    );

    it.each([['is gone'], ['is not the one that was uploaded'], ['is empty']])(
      'asks for the whole when the file %s',
      async (what) => {
        await install();
        await refresh(found);
        const { key } = (await state())!.index!;
        const file = join(folder, 'other');
        writeFileSync(file, what === 'is empty' ? '' : 'catalog of two');
        if (what === 'is gone') await deleteObjects(environment.indexBucket, [key], deadline());
        else await uploadObject(environment.indexBucket, key, file, deadline());
        expect(await refresh(found)).toBe('built');
        expect(known).toEqual([undefined, undefined]);
        expect(counted).toEqual([metrics.catalogUnreadable]);
        expect((await state())?.index?.key).not.toBe(key);
        await refresh(() => undefined);
        expect(known.at(-1)).toBeDefined();
      },
    );
  });

  it('that fails for the shop’s sake leaves the last good catalog, says why, and is tried again if that may help', async () => {
    await install();
    await refresh(() => ({}));
    const { index } = (await state())!;
    const fail = (reason: ShopFailure['reason']) =>
      refresh(() => {
        throw new ShopFailure(reason, `It was ${reason}.`);
      });
    expect(await fail('not_a_catalog')).toBe('failed');
    expect(await state()).toMatchObject({ index, refresh: { outcome: 'failed', detail: 'It was not_a_catalog.' } });
    await expect(fail('too_slow')).rejects.toThrow(ShopFailure);
    expect((await state())?.index).toEqual(index);
    expect(await keys()).toEqual([index!.key]);
  });

  it('believes a catalog that lost more than half of its products only the third time', async () => {
    await install();
    await refresh(() => ({ products: 100 }));
    expect(await refresh(() => ({ products: 49 }))).toBe('rejected');
    expect(await state()).toMatchObject({ index: { products: 100 }, refresh: { rejections: 1 } });
    expect(await refresh(() => ({ products: 49 }))).toBe('rejected');
    expect(await refresh(() => ({ products: 49 }))).toBe('built');
    expect(await state()).toMatchObject({ index: { products: 49 } });
    expect(await refresh(() => ({ products: 25 }))).toBe('built');
  });

  it('of a pending install waits for it, so that it is ready at once', async () => {
    const sealed = await seal(website, { feed: 'early' }, deadline());
    await applyInput(website, { type: 'verified', sealed }, deadline());
    expect(await refresh(() => ({}))).toBe('built');
    await applyInput(website, { type: 'installed', versionId: version, createdAt: Date.now() }, deadline());
    expect((await state())?.index?.products).toBe(10);
  });

  it('that outlives an uninstall leaves nothing behind', async () => {
    await install();
    await refresh(async () => {
      await uninstall();
      return {};
    });
    expect(await keys()).toEqual([]);
  });

  it('after an uninstall removes every catalog of the website, and of no other', async () => {
    await install();
    await refresh(() => ({}));
    const first = website;
    website = parseWebsite(`${website}0`)!;
    await install();
    await refresh(() => ({}));
    website = first;
    await uninstall();
    expect(await refresh(() => ({}))).toBeUndefined();
    expect(await keys()).toEqual([]);
    website = parseWebsite(`${first}0`)!;
    expect(await keys()).toHaveLength(1);
  });

  it('that began earlier never overtakes one that began later', async () => {
    await install();
    const releases: (() => void)[] = [];
    const slow = refresh(async () => {
      await new Promise<void>((release) => releases.push(release));
      return { products: 11 };
    });
    await vi.waitFor(() => expect(releases).toHaveLength(1), 10_000);
    await refresh(() => ({ products: 12 }));
    releases[0]!();
    await slow;
    expect((await state())?.index?.products).toBe(12);
    expect(await keys()).toEqual([(await state())?.index?.key]);
  });

  it.each(['PutObject', 'PutItem', 'GetItem', 'ListObjectsV2'])(
    'that AWS fails at %s leaves the old catalog or the new one, and heals',
    async (operation) => {
      await install();
      await refresh(() => ({ products: 10 }));
      const old = (await state())?.index;
      fault = (called) => (called === operation ? { kind: 'refuse', status: 400, code: 'AccessDenied' } : 'pass');
      await expect(refresh(() => ({ products: 11 }))).rejects.toMatchObject({ name: 'AwsError' });
      fault = () => 'pass';
      const index = (await state())!.index!;
      expect(index.key === old?.key || index.products === 11).toBe(true);
      expect(await keys()).toContain(index.key);
      await refresh(() => ({ products: 12 }));
      expect((await state())?.index?.products).toBe(12);
    },
  );

  describe('that was asked for before the last one began', () => {
    const found = () => ({ etag: '"1"' });

    it.each([['built'], ['unchanged']])('is done when that ended well: %s', async (outcome) => {
      await install();
      await refresh(found);
      if (outcome === 'unchanged') await refresh(() => undefined);
      const before = await state();
      expect(before?.refresh?.outcome).toBe(outcome);
      known = [];
      expect(await refresh(found, before!.refresh!.at - 1)).toBe('done since');
      expect([known, await state()]).toEqual([[], before]);
      expect(await refresh(found, before!.refresh!.at)).toBe('built');
    });

    it('is not when that failed, or was not believed', async () => {
      await install();
      await refresh(() => ({ products: 100 }));
      expect(await refresh(() => ({ products: 49 }))).toBe('rejected');
      expect(await refresh(() => ({ products: 49 }), 0)).toBe('rejected');
      const broken = () => {
        throw new ShopFailure('not_a_catalog', 'It was broken.');
      };
      expect(await refresh(broken)).toBe('failed');
      expect(await refresh(() => ({ products: 100 }), 0)).toBe('built');
    });

    it('is not when the website has other credentials since', async () => {
      await install();
      await refresh(found);
      await install('two');
      expect(await refresh(found, 0)).toBe('built');
      await seal(website, { feed: 'three' }, deadline()).then((sealed) =>
        applyInput(website, { type: 'added', sealed }, deadline()),
      );
      expect(await refresh(found, 0)).toBe('built');
    });

    it('still removes the files of a website that has uninstalled', async () => {
      await install();
      await refresh(found);
      expect(await refresh(found, 0)).toBe('done since');
      expect(await keys()).toHaveLength(1);
      await uninstall();
      expect(await refresh(found, 0)).toBeUndefined();
      expect(await keys()).toEqual([]);
    });

    it('still removes what it failed to remove', async () => {
      await install();
      await refresh(found);
      await uninstall();
      fault = (called) => (called === 'DeleteObjects' ? { kind: 'refuse', status: 400, code: 'AccessDenied' } : 'pass');
      await expect(refresh(found, 0)).rejects.toMatchObject({ name: 'AwsError' });
      fault = () => 'pass';
      await refresh(found, 0);
      expect(await keys()).toEqual([]);
    });
  });

  it('does nothing for a source that asks its shops at every call', async () => {
    await install();
    expect(await refreshCatalog(website, { parameters: [], verify: async () => '' }, call(0))).toBeUndefined();
  });
});
