import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { Website } from '../../connector/website.ts';
import { catalogReady } from '../../dev/catalog-ready.ts';
import { installWebsite } from '../../dev/install-website.ts';
import { hasInstallRow } from '../../dev/local-aws-calls.ts';
import { type LocalRun, type LocalRunOptions, startLocalRun } from '../../dev/local-run.ts';
import { sampleValues } from '../../dev/sample-values.ts';
import { localApiKey } from '../../dev/shop-server.ts';
import { listProducts } from '../../platform/platform-client.ts';

const website = 'ha-1' as Website;
const folder = mkdtempSync(join(tmpdir(), 'local-run-'));
let run: LocalRun | undefined;
afterEach(async () => {
  await run?.close();
  rmSync(folder, { recursive: true });
});

async function start(options: Partial<LocalRunOptions>): Promise<LocalRun> {
  run = await startLocalRun({ secret: 'first-secret', folder, ...options });
  return run;
}

const kept = () => [
  folder,
  ...readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((path) => join(folder, path)),
];
/** What others than its owner may read, write or enter. */
const openToOthers = () => kept().filter((path) => (statSync(path).mode & 0o077) !== 0);

it('a restart keeps the install and the keys, takes a new secret, and leaves no build behind', {
  timeout: 120_000,
}, async () => {
  const first = await start({});
  await installWebsite(first.connector, website, {
    websiteId: website,
    iadvizeApiKey: localApiKey,
    ...sampleValues(first),
  });
  const shop = Number(new URL(first.shopUrl).port);
  expect(openToOthers()).toEqual([]);
  await first.close();
  expect(readdirSync(folder)).toEqual(['aws']);

  // As a version before left it.
  for (const path of kept()) chmodSync(path, 0o755);
  // The install names the shop's URL, so the shop must come back where it was.
  const second = await start({ secret: 'second-secret', ports: { shop } });
  expect(openToOthers()).toEqual([]);
  expect(second.aws.credentials).toEqual(first.aws.credentials);
  expect(await hasInstallRow(second.aws, second.stack().outputs.InstallTableName!, website)).toBe(true);
  // On a busy machine the first call may answer 503 while the index is fetched.
  await catalogReady(second.connector, website);
  const { answer } = await listProducts(second.connector, { idWebsite: website, searchQuery: 'moka' });
  expect(answer?.status).toBe(200);
  expect(JSON.parse(String(answer?.body)).length).toBeGreaterThan(0);

  expect(await second.reload('bundles')).toEqual([]);
  expect(await second.reload('stack')).toEqual([]);
  expect((await listProducts(second.connector, { idWebsite: website })).answer?.status).toBe(200);

  await expect(start({ ports: { shop } })).rejects.toThrow(`Port ${shop} is in use`);
  await second.close();
});
