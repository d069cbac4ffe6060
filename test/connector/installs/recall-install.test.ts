import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Deadline, deadlineIn } from '../../../connector/deadline.ts';
import { statusOf } from '../../../connector/installs/install.ts';
import { applyInput } from '../../../connector/installs/install-store.ts';
import type { Website } from '../../../connector/website.ts';
import type { Fault } from '../../../dev/aws/fault.ts';
import type { LocalAws } from '../../../dev/aws/local-aws.ts';
import { useLocalAws } from '../../helpers/local-aws.ts';
import { installed, uninstalled, verified } from './inputs.ts';

const minute = 60_000;
const ha1 = 'ha-1' as Website;
const ha2 = 'ha-2' as Website;
const start = Date.parse('2026-03-01T12:00:00Z');

let aws: LocalAws;
let fault: 'pass' | Fault;
let recall: typeof import('../../../connector/installs/recall-install.ts').readOrRecallInstall;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: start });
  vi.spyOn(Math, 'random').mockReturnValue(0.02);
  fault = 'pass';
  aws = await useLocalAws({ onCall: (service) => (service === 'dynamodb' ? fault : 'pass') });
  vi.resetModules();
  ({ readOrRecallInstall: recall } = await import('../../../connector/installs/recall-install.ts'));
  await applyInput(ha1, verified(), deadline());
  await applyInput(ha1, installed(start), deadline());
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  await aws.close();
});

const deadline = (): Deadline => deadlineIn(minute);
async function read(website = ha1): Promise<{ status: string; isRecalled: boolean }> {
  const { install, isRecalled } = await recall(website, deadline());
  return { status: statusOf(install, Date.now()), isRecalled };
}
const pass = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);

const outages: [string, Fault][] = [
  ['throttles', { kind: 'refuse', status: 400, code: 'ProvisionedThroughputExceededException' }],
  ['fails', { kind: 'refuse', status: 500, code: 'InternalServerError' }],
  ['breaks its connections', { kind: 'reset' }],
  ['hangs', { kind: 'hang' }],
];

test.each(outages)('a table that %s is answered for by what it said last', async (_, outage) => {
  expect(await read()).toEqual({ status: 'active', isRecalled: false });
  fault = outage;
  expect(await read()).toEqual({ status: 'active', isRecalled: true });
  fault = 'pass';
  expect(await read()).toEqual({ status: 'active', isRecalled: false });
});

test('what it said five minutes ago no longer counts', async () => {
  await read();
  fault = outages[1]![1];
  pass(5 * minute - 1);
  expect(await read()).toEqual({ status: 'active', isRecalled: true });
  pass(1);
  await expect(read()).rejects.toMatchObject({ name: 'AwsError', code: 'InternalServerError' });
});

test('answering for it does not make what it said any younger', async () => {
  await read();
  fault = outages[1]![1];
  for (let minutes = 1; minutes < 5; minutes++) {
    pass(minute);
    expect((await read()).isRecalled).toBe(true);
  }
  pass(minute);
  await expect(read()).rejects.toMatchObject({ code: 'InternalServerError' });
});

test('a website that was never read is not answered for, nor by another one', async () => {
  await read();
  fault = outages[1]![1];
  await expect(read(ha2)).rejects.toMatchObject({ code: 'InternalServerError' });
});

test('an uninstall holds at once while the table answers, and is what is recalled later', async () => {
  await read();
  await applyInput(ha1, uninstalled(start + 1), deadline());
  expect(await read()).toEqual({ status: 'uninstalled', isRecalled: false });
  fault = outages[1]![1];
  expect(await read()).toEqual({ status: 'uninstalled', isRecalled: true });
});

test('a table that refuses is obeyed: somebody took the right away', async () => {
  await read();
  fault = { kind: 'refuse', status: 400, code: 'AccessDeniedException' };
  await expect(read()).rejects.toMatchObject({ code: 'AccessDeniedException' });
});

test('of more than a thousand websites, those read longest ago are forgotten', async () => {
  await read();
  for (let website = 2; website <= 1_000; website++) await recall(`ha-${website}` as Website, deadline());
  await read();
  await recall('ha-1001' as Website, deadline());
  fault = outages[1]![1];
  await expect(read(ha2)).rejects.toMatchObject({ code: 'InternalServerError' });
  expect(await read()).toEqual({ status: 'active', isRecalled: true });
  expect((await read('ha-3' as Website)).isRecalled).toBe(true);
});
