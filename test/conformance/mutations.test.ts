import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import { readConformArguments } from '../../commands/conform-arguments.ts';
import { htmlReport } from '../../conformance/report/html-report.ts';
import { junitReport } from '../../conformance/report/junit-report.ts';
import { checksOf } from '../../conformance/report/report.ts';
import { checkText } from '../../conformance/report/text-report.ts';
import { runConformance } from '../../conformance/run-conformance.ts';
import type { Website } from '../../connector/website.ts';
import { catalogReady } from '../../dev/catalog-ready.ts';
import { installWebsite } from '../../dev/install-website.ts';
import { setLocalSecret } from '../../dev/local-aws-calls.ts';
import { type LocalRun, startLocalRun } from '../../dev/local-run.ts';
import { sampleValues } from '../../dev/sample-values.ts';
import { localApiKey } from '../../dev/shop-server.ts';
import { config as privateConfig } from '../fixtures/private.config.ts';
import { categoryFaults } from './faults/category-faults.ts';
import { installFaults } from './faults/install-faults.ts';
import { otherFaults } from './faults/other-faults.ts';
import { productFaults } from './faults/product-faults.ts';
import { signatureFaults } from './faults/signature-faults.ts';
import { verificationFaults } from './faults/verification-faults.ts';
import { type FaultyProxy, startFaultyProxy, transparent } from './faulty-proxy.ts';

const secret = 'the-secret-of-the-mutations';
const previousSecret = 'the-one-before-it';
let connector: LocalRun;
let proxy: FaultyProxy;

beforeAll(async () => {
  connector = await startLocalRun({ assembly: inject('assembly'), secret: previousSecret });
  await setLocalSecret(connector.aws, connector.stack().outputs.AppSecretArn!, secret);
  proxy = await startFaultyProxy(connector.connector.url);
  const registered = { ...connector.connector, secret };
  const typed = { websiteId: standing, iadvizeApiKey: localApiKey, ...sampleValues(connector) };
  await installWebsite(registered, standing, typed);
  await catalogReady(registered, standing);
});

afterAll(async () => {
  await proxy?.close();
  await connector?.close();
});

/** Installed for all faults of what agents read: an install, its index and its end are most of a run. */
const standing = 'ha-900003' as Website;
const reading = ['categories/', 'products/'];

async function conform(only: readonly string[]) {
  const installed = only.length > 0 && only.every((check) => reading.some((group) => check.startsWith(group)));
  const report = await runConformance({
    ...{ url: proxy.url, secret, previousSecret, only, installed, replace: !installed },
    website: installed ? standing : ('ha-900001' as Website),
    otherWebsite: 'ha-900002' as Website,
    parameters: { iadvizeApiKey: localApiKey, ...sampleValues(connector) },
  });
  const checks = checksOf(report);
  const failed = Object.fromEntries(
    checks.flatMap(({ group, name, outcome, reason }) => (outcome === 'failed' ? [[`${group}/${name}`, reason]] : [])),
  );
  const advised = Object.fromEntries(
    checks.flatMap(({ group, name, advice }) => (advice === null ? [] : [[`${group}/${name}`, advice]])),
  );
  return {
    failed,
    advised,
    passed: checks.filter(({ outcome }) => outcome === 'passed').length,
    judged: checks.length,
  };
}

it('passes the unbroken connector, every check', async () => {
  proxy.behave(transparent);
  const { failed, advised, passed, judged } = await conform([]);
  expect([failed, advised]).toEqual([{}, {}]);
  expect(passed).toBe(judged);
  expect(passed).toBeGreaterThan(300);
}, 120_000);

const faults = [
  ...productFaults,
  ...categoryFaults,
  ...signatureFaults,
  ...verificationFaults,
  ...installFaults,
  ...otherFaults,
];

it('passes it by a check alone, as each fault is judged', async () => {
  proxy.behave(transparent);
  const checks = new Set(faults.map(({ caughtBy }) => caughtBy));
  // All of them have passed together; of those alone every fourth takes ten seconds.
  for (const check of [...checks].filter((_, index) => index % 4 === 0)) {
    const { failed, advised, passed } = await conform([check]);
    expect([failed, advised]).toEqual([{}, {}]);
    expect(passed).toBeGreaterThan(0);
  }
}, 120_000);

describe('a private app of one website', () => {
  beforeAll(async () => {
    vi.stubEnv('NODE_OPTIONS', '--conditions=private');
    await connector.reload('bundles');
    vi.unstubAllEnvs();
    return () => connector.reload('bundles');
  });

  it('passes; what needs a second website is skipped, and every report says why', async () => {
    proxy.behave(transparent);
    const args = [proxy.url, '--secret', secret, '--previous-secret', previousSecret];
    const { files, ...options } = await readConformArguments(args, {}, privateConfig);
    const report = await runConformance({ ...options, parameters: sampleValues(connector) });

    expect([report.website, report.otherWebsite]).toEqual(['ha-123', null]);
    const notPassed = checksOf(report).filter(({ outcome }) => outcome !== 'passed');
    const reason = 'needs --other-website, a second one that the app accepts';
    expect(notPassed).toEqual(notPassed.map((check) => ({ ...check, outcome: 'skipped', reason })));
    expect(notPassed.map(({ group, name }) => `${group}/${name}`)).toEqual([
      'isolation/verified-only',
      'isolation/without-credentials',
      'isolation/verification-of-another',
      'isolation/own-uninstall',
      'isolation/own-version',
    ]);
    const text = notPassed.map((check) => checkText(check, { colors: false })).join('\n');
    for (const written of [htmlReport(report), junitReport(report), text]) {
      expect(written.split(reason)).toHaveLength(notPassed.length + 1);
      expect(written).not.toContain('undefined');
    }
  }, 60_000);
});

describe('catches a connector that', () => {
  it.each(faults)('$name', async ({ caughtBy, isAdvised = false, says = /./, start }) => {
    proxy.behave(start({ secret }));
    const { failed, advised } = await conform([caughtBy]);
    expect(proxy.failures).toEqual([]);
    expect((isAdvised ? advised : failed)[caughtBy]).toMatch(says);
    expect(Object.keys(isAdvised ? failed : advised)).toEqual([]);
  });
});
