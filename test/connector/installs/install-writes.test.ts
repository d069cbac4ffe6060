import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { deadlineIn } from '../../../connector/deadline.ts';
import { statusOf } from '../../../connector/installs/install.ts';
import { applyInput, listInstalls, readInstall } from '../../../connector/installs/install-store.ts';
import type { Website } from '../../../connector/website.ts';
import type { OnCall } from '../../../dev/aws/fault.ts';
import type { LocalAws } from '../../../dev/aws/local-aws.ts';
import { useLocalAws } from '../../helpers/local-aws.ts';
import { installed, verified } from './inputs.ts';

vi.mock(import('node:timers/promises'), async (original) => ({
  ...(await original()),
  // No pause before another attempt.
  setTimeout: vi.fn(async () => undefined as never),
}));

let aws: LocalAws;
let onCall: OnCall;
let calls: { operation: string; input: Record<string, unknown> }[];
let count = 0;
const newWebsite = () => `ha-${++count}` as Website;
const now = Date.now();
const deadline = deadlineIn(60_000);

beforeAll(async () => {
  aws = await useLocalAws({
    onCall(service, operation, input) {
      calls.push({ operation, input });
      return onCall(service, operation, input);
    },
  });
});
afterAll(() => aws.close());
beforeEach(() => {
  calls = [];
  onCall = () => 'pass';
  vi.mocked(sleep).mockClear();
});

/** Others write first, so many times. */
function overtaken(times: number): void {
  let left = times;
  onCall = (_service, operation) => {
    if (operation !== 'PutItem' || left === 0) return 'pass';
    left -= 1;
    return { kind: 'refuse', status: 400, code: 'ConditionalCheckFailedException' };
  };
}

describe('a write', () => {
  it('of a new website gives way to one that came first, and builds on it', async () => {
    const website = newWebsite();
    let isFirst = true;
    onCall = async (_service, operation): Promise<'pass'> => {
      if (operation === 'PutItem' && isFirst) {
        isFirst = false;
        await applyInput(website, installed(now), deadline, now);
      }
      return 'pass';
    };
    await applyInput(website, verified(), deadline, now);
    expect(statusOf(await readInstall(website, deadline), now)).toBe('active');
  });

  it('that others came before four times succeeds, after pauses that grow and end with the deadline', async () => {
    vi.spyOn(Math, 'random').mockReturnValue(0.5);
    overtaken(4);
    expect(await applyInput(newWebsite(), verified(), deadline, now)).toMatchObject({ changed: true });
    const pauses = [25, 50, 75, 100].map((pause) => [pause, undefined, { signal: deadline.signal }]);
    expect(vi.mocked(sleep).mock.calls).toEqual(pauses);
  });

  it('that others came before five times is given up', async () => {
    const website = newWebsite();
    overtaken(5);
    await expect(applyInput(website, verified(), deadline, now)).rejects.toMatchObject({
      code: 'temporarily_unavailable',
      message: `The install of ${website} is changing too fast. Try again.`,
      retryAfterSeconds: 10,
    });
    expect(calls.filter(({ operation }) => operation === 'PutItem')).toHaveLength(5);
  });
});

describe('a read', () => {
  it('sees what was written a moment ago, wherever it asks', async () => {
    await applyInput(newWebsite(), verified(), deadline, now);
    for await (const _ of listInstalls(deadline));
    const reads = calls.filter(({ operation }) => operation !== 'PutItem');
    expect(reads.map(({ operation }) => operation)).toEqual(['GetItem', 'Scan']);
    expect(reads.every(({ input }) => input.ConsistentRead === true)).toBe(true);
  });

  it('of a page without rows goes on with the next page', async () => {
    const next = { website: { S: 'ha-0' } };
    let isFirst = true;
    onCall = (_service, operation) => {
      if (operation !== 'Scan' || !isFirst) return 'pass';
      isFirst = false;
      return { kind: 'answer', status: 200, body: JSON.stringify({ LastEvaluatedKey: next }) };
    };
    for await (const _ of listInstalls(deadline));
    expect(calls.map(({ input }) => input.ExclusiveStartKey)).toEqual([undefined, next]);
  });
});
