import { randomUUID, timingSafeEqual } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { callAws } from '../../connector/aws/call-aws.ts';
import { deadlineIn } from '../../connector/deadline.ts';
import { reencodings, sign } from '../../connector/endpoint/signature.ts';
import type { Fault } from '../../dev/aws/fault.ts';
import { gatewayCall } from '../helpers/gateway-call.ts';
import { type InProcessConnector, type Route, useInProcessConnector } from '../helpers/in-process-connector.ts';
import { testSecret } from '../helpers/local-aws.ts';
import { report, runs, seed } from '../helpers/runs.ts';
import { eventOf, type json, verificationOf } from './install-steps.ts';

vi.mock(import('node:crypto'), async (original) => {
  const crypto = await original();
  return { ...crypto, timingSafeEqual: vi.fn(crypto.timingSafeEqual) };
});

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const noon = Date.parse('2026-03-01T12:00:00Z');
let connector: InProcessConnector;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: noon });
  connector = await useInProcessConnector({ secret: 'first' });
  await connector.restart();
});
afterEach(async () => {
  vi.useRealTimers();
  await connector.close();
});

const pass = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds);
const secretsManager = <Output>(operation: string, input: object) =>
  callAws<Output>('secretsmanager', operation, { SecretId: testSecret, ...input }, deadlineIn(10_000));
const set = (value: string) =>
  secretsManager('PutSecretValue', { SecretString: value, ClientRequestToken: randomUUID() });

async function versionAt(stage: string): Promise<string> {
  type Described = { VersionIdsToStages: Record<string, string[]> };
  const { VersionIdsToStages } = await secretsManager<Described>('DescribeSecret', {});
  return Object.entries(VersionIdsToStages).find(([, stages]) => stages.includes(stage))![0];
}

describe('the secrets that sign', () => {
  interface Combination {
    prepare(): unknown;
    accepted: string[];
    /** Of every call, whoever signed it: the secrets cannot be read. */
    unreadable?: boolean;
  }

  const emptyAt = (stage: string) => () => {
    const empty: Fault = { kind: 'answer', status: 200, body: JSON.stringify({ SecretString: '', CreatedDate: noon }) };
    connector.world.onCall = (_, operation, input) =>
      operation === 'GetSecretValue' && input.VersionStage === stage ? empty : 'pass';
  };
  const signers = ['first', 'second', 'third', '', 'never set', 'first '];
  const combinations: Record<string, Combination> = {
    'one alone': { prepare: () => {}, accepted: ['first'] },
    'a new one and the old one': { prepare: () => set('second'), accepted: ['first', 'second'] },
    'a new one when the old one has expired': {
      prepare: () => set('second').then(() => pass(24 * hour)),
      accepted: ['second'],
    },
    'a new one when the old one was revoked': {
      prepare: async () => {
        await set('second');
        const RemoveFromVersionId = await versionAt('AWSPREVIOUS');
        await secretsManager('UpdateSecretVersionStage', { VersionStage: 'AWSPREVIOUS', RemoveFromVersionId });
      },
      accepted: ['second'],
    },
    'the last two of three': {
      prepare: () => set('second').then(() => set('third')),
      accepted: ['second', 'third'],
    },
    'the last of three when the others have expired': {
      prepare: () => set('second').then(() => set('third').then(() => pass(24 * hour))),
      accepted: ['third'],
    },
    'an old one that was set again': {
      prepare: () => set('second').then(() => set('first')),
      accepted: ['first', 'second'],
    },
    'the same one twice': { prepare: () => set('first'), accepted: ['first'] },
    'none when the new one is empty': { prepare: emptyAt('AWSCURRENT'), accepted: [], unreadable: true },
    'none when the old one is empty': { prepare: emptyAt('AWSPREVIOUS'), accepted: [], unreadable: true },
  };
  const query = 'idWebsite=ha-1&searchQuery=a+b%2f(c)*';
  const calls: [Route, { query: string } | { body: string; headers: typeof json }][] = [
    ['GET /products', { query }],
    ['GET /categories', { query }],
    ['POST /verification', verificationOf({ websiteId: 'ha-1' })],
    ['POST /webhooks', eventOf('user.created', 'ha-1', new Date(noon))],
  ];

  it.each(Object.entries(combinations))(
    'are %s, and every one is compared whichever matches',
    async (name, combination) => {
      const { accepted, unreadable } = combination;
      await combination.prepare();
      for (const signer of signers) {
        for (const [route, call] of calls) {
          vi.mocked(timingSafeEqual).mockClear();
          const { statusCode } = await connector.call(route, { ...call, secret: signer });
          const comparisons = vi.mocked(timingSafeEqual).mock.calls.length;
          if (unreadable) {
            expect([signer, statusCode]).toEqual([signer, route === 'POST /webhooks' ? 429 : 503]);
            expect(comparisons).toBe(0);
            continue;
          }
          const isAccepted = accepted.includes(signer);
          expect([signer, route, statusCode === 401]).toEqual([signer, route, !isAccepted]);
          const secrets = name === 'the same one twice' ? 2 : accepted.length;
          const candidates = route.startsWith('GET') ? reencodings(query).length : 1;
          // A refusal looks twice: the secret may just have been set.
          expect(comparisons).toBe(candidates * secrets * (isAccepted ? 1 : 2));
        }
      }
    },
  );

  it('are these in at least eight combinations', ({ task }) => {
    const count = Object.keys(combinations).length;
    expect(count).toBeGreaterThanOrEqual(8);
    report(task, `${count} combinations × ${signers.length} signers × ${calls.length} routes: every secret compared`);
  });
});

describe('a rotation while instances are warm', () => {
  const start = async () => {
    vi.resetModules();
    const { handler } = await import('../../functions/products.ts');
    return async (signature: string) => {
      const call = { query: 'idWebsite=ha-1', headers: { 'x-iadvize-signature': signature } };
      return (await handler(gatewayCall(call))).statusCode;
    };
  };
  const signed = (secret: string) => sign('idWebsite=ha-1', secret);
  const setAt = noon + hour;
  /** Milliseconds from the moment at which the new secret is set. */
  const times = {
    before: fc.oneof(fc.integer({ min: -hour, max: -1 }), fc.integer({ min: -10 * second, max: -1 })),
    soonAfter: fc.oneof(fc.integer({ min: 0, max: 20 * second }), fc.integer({ min: 0, max: 10 * minute })),
    after: fc.oneof(fc.nat({ max: 24 * hour - 1 }), fc.integer({ min: 24 * hour - minute, max: 24 * hour - 1 })),
    tomorrow: fc.oneof(fc.integer({ min: 24 * hour, max: 48 * hour }), fc.constant(24 * hour)),
  };
  const sampled = (time: fc.Arbitrary<number>, share: number) => {
    const request = fc.record({ time, instance: fc.nat({ max: 5 }), isNew: fc.boolean(), isCold: fc.nat({ max: 9 }) });
    return fc.sample(request, { numRuns: runs(300, 3_000) * share, seed });
  };

  it('refuses no call that the new secret signed, nor the old one within 24 hours; then the old one', async ({
    task,
  }) => {
    const requests = [
      ...sampled(times.before, 0.3).map((request) => ({ ...request, isNew: false })),
      ...sampled(times.soonAfter, 0.4),
      ...sampled(times.after, 0.2),
      ...sampled(times.tomorrow, 0.1),
    ].sort((a, b) => a.time - b.time);
    const instances = await Promise.all(Array.from({ length: 6 }, start));
    const counts = { accepted: 0, refused: 0, cold: 0 };
    let isSet = false;
    for (const { time, instance, isNew, isCold } of requests) {
      if (!isSet && time >= 0) {
        vi.setSystemTime(setAt);
        await set('second');
        isSet = true;
      }
      vi.setSystemTime(setAt + time);
      if (isCold === 0) {
        instances[instance] = await start();
        counts.cold++;
      }
      const status = await instances[instance]!(signed(isNew ? 'second' : 'first'));
      const isValid = isNew || time < 24 * hour;
      // No such install: the signature passed.
      expect([time, isNew, status]).toEqual([time, isNew, isValid ? 404 : 401]);
      counts[isValid ? 'accepted' : 'refused']++;
    }
    vi.setSystemTime(setAt + 48 * hour);
    for (const call of instances)
      expect([await call(signed('second')), await call(signed('first'))]).toEqual([404, 401]);
    expect(counts.refused).toBeGreaterThan(0);
    report(
      task,
      `${requests.length} requests to ${instances.length} instances, ${counts.cold} of them cold: ${counts.accepted} right ones accepted, ${counts.refused} of the old secret after 24 hours 401`,
    );
  });

  it('is known everywhere within ten seconds, while forged calls come all the time', async ({ task }) => {
    const instances = await Promise.all(Array.from({ length: 6 }, start));
    let forged = 0;
    let late = 0;
    for (let round = 1; round <= runs(2, 30); round++) {
      const value = `secret ${round}`;
      const begin = noon + round * hour;
      // The last reread before the new secret was set is another number of seconds ago each time.
      for (let time = -(20 + (round % 10)) * second; time < 30 * second; time += second) {
        vi.setSystemTime(begin + time);
        if (time === 0) await set(value);
        for (const call of instances) {
          expect(await call(signed('forged'))).toBe(401);
          forged++;
          if (time < 0) continue;
          const status = await call(signed(value));
          if (time >= 10 * second) expect(status).toBe(404);
          else if (status === 401) late++;
        }
      }
    }
    expect(late).toBeGreaterThan(0);
    report(
      task,
      `${runs(2, 30)} rotations under ${forged} forged calls: ${late} right ones refused, all in the first 10 s`,
    );
  });
});
