import { AsyncLocalStorage } from 'node:async_hooks';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { AwsError } from '../../../connector/aws/aws-error.ts';
import { deadlineIn } from '../../../connector/deadline.ts';
import { variables } from '../../../connector/environment.ts';
import { statusOf } from '../../../connector/installs/install.ts';
import { applyInput, readInstall } from '../../../connector/installs/install-store.ts';
import type { InstallInput } from '../../../connector/installs/next-install.ts';
import type { Website } from '../../../connector/website.ts';
import { setVariables } from '../../helpers/variables.ts';
import { added, installed, removed, uninstalled, verified } from './inputs.ts';

/** Whoever runs inside waits at each of its calls until it is let through. */
const turns = new AsyncLocalStorage<() => Promise<void>>();
/** By website. */
const rows = new Map<string, Row>();

/**
 * Of DynamoDB what an order of calls can tell apart: reads, and writes on condition of the revision that was read. The real protocol is
 * held by `install-store.test.ts`; here thousands of histories are played.
 */
vi.mock('../../../connector/aws/call-aws.ts', () => ({
  async callAws(_service: string, operation: string, { Key, Item, ExpressionAttributeValues: values }: Call) {
    await turns.getStore()?.();
    if (operation === 'GetItem') return { Item: rows.get(Key!.website.S) };
    const { website } = Item!;
    if (rows.get(website.S)?.revision.N !== values?.[':read'].N) {
      throw new AwsError('dynamodb', 'ConditionalCheckFailedException', 400, 'The condition failed.');
    }
    rows.set(website.S, JSON.parse(JSON.stringify(Item)));
    return {};
  },
}));

interface Row {
  website: { S: string };
  revision: { N: string };
}

interface Call {
  Key?: Pick<Row, 'website'>;
  Item?: Row;
  /** None: the row must not be there. */
  ExpressionAttributeValues?: { ':read': { N: string } };
}

let count = 0;
beforeAll(() => {
  const restore = setVariables({ [variables.installTable]: 'installs' });
  // No pause between the tries.
  vi.spyOn(Math, 'random').mockReturnValue(0);
  return restore;
});

const minute = 60_000;
const now = Date.now();

/** Runs actors one call at a time: `schedule[n]` says which of those still running goes next, then the first does. */
async function interleave(actors: readonly (() => Promise<unknown>)[], schedule: readonly number[]): Promise<number[]> {
  const running = new Set<{ go: () => void; stopped: Promise<void> }>();
  for (const act of actors) {
    const actor = { go() {}, stopped: Promise.resolve() };
    let stop: () => void;
    const arrive = () => {
      ({ promise: actor.stopped, resolve: stop } = Promise.withResolvers<void>());
    };
    const turn = () => {
      const { promise, resolve } = Promise.withResolvers<void>();
      actor.go = () => {
        arrive();
        resolve();
      };
      stop();
      return promise;
    };
    running.add(actor);
    arrive();
    const finished = turns.run(turn, act);
    const leave = () => {
      running.delete(actor);
      stop();
    };
    finished.then(leave, leave);
    await actor.stopped;
  }
  const choices: number[] = [];
  for (let step = 0; running.size > 0; step++) {
    choices.push(running.size);
    const actor = [...running][schedule[step] ?? 0]!;
    actor.go();
    await actor.stopped;
  }
  return choices;
}

/** Plays inputs at once on a website with this past, in every interleaving of their calls. */
async function statusesOf(past: readonly InstallInput[], inputs: readonly InstallInput[]) {
  const statuses = new Set<string>();
  let interleavings = 0;
  let schedule: number[] | undefined = [];
  while (schedule) {
    const website = `ha-${++count}` as Website;
    const deadline = deadlineIn(minute);
    for (const [index, input] of past.entries()) await applyInput(website, input, deadline, now - 10 * minute + index);
    const choices = await interleave(
      inputs.map((input) => () => applyInput(website, input, deadline, now)),
      schedule,
    );
    statuses.add(statusOf(await readInstall(website, deadline), now));
    interleavings++;
    schedule = nextSchedule(schedule, choices);
  }
  return { statuses: [...statuses].sort(), interleavings };
}

/** Counts up in the digits that the last run offered; undefined after the last schedule. */
function nextSchedule(schedule: readonly number[], choices: readonly number[]): number[] | undefined {
  const taken = choices.map((_, step) => schedule[step] ?? 0);
  const step = taken.findLastIndex((choice, index) => choice + 1 < choices[index]!);
  return step < 0 ? undefined : [...taken.slice(0, step), taken[step]! + 1];
}

describe('in every interleaving of their reads and writes', () => {
  it.each([
    ['on a new website', []],
    ['on a website uninstalled before', [installed(now - 30 * minute, 'v0'), uninstalled(now - 20 * minute, 'v0')]],
    ['on a website that awaits credentials', [installed(now - 30 * minute, 'v0')]],
    ['on a website that serves', [verified('old'), installed(now - 30 * minute, 'v0')]],
  ])('a verification racing an install ends active %s', async (_, past) => {
    const { statuses, interleavings } = await statusesOf(past, [verified(), installed(now)]);
    expect(statuses).toEqual(['active']);
    expect(interleavings).toBeGreaterThanOrEqual(6);
  });

  it('a verification racing two deliveries of an install ends active', async () => {
    const { statuses, interleavings } = await statusesOf([], [verified(), installed(now), installed(now)]);
    expect(statuses).toEqual(['active']);
    expect(interleavings).toBeGreaterThanOrEqual(90);
  });

  it('an install racing its uninstall never serves', async () => {
    const race = [installed(now - 2), uninstalled(now - 1)];
    expect((await statusesOf([verified()], race)).statuses).toEqual(['uninstalled']);
    expect((await statusesOf([], [verified(), ...race])).statuses).toEqual(['pending', 'uninstalled']);
  });

  it('a verification racing an uninstall never serves', async () => {
    const past = [verified('old'), installed(now - 30 * minute)];
    const { statuses } = await statusesOf(past, [verified(), uninstalled(now)]);
    expect(statuses).toEqual(['pending', 'uninstalled']);
  });

  it('an operator’s add racing an install ends active, and a removal racing a verification never serves', async () => {
    expect((await statusesOf([], [added(), installed(now)])).statuses).toEqual(['active']);
    const past = [verified('old'), installed(now - 30 * minute)];
    expect((await statusesOf(past, [verified(), removed])).statuses).toEqual(['pending', 'uninstalled']);
  });
});

describe('a row that others always write first', () => {
  it('is given up after five tries, and says to come back', async () => {
    const website = `ha-${++count}` as Website;
    const deadline = deadlineIn(minute);
    let calls = 0;
    const beOvertaken = async () => {
      calls++;
      // Each second call is the write.
      if (calls % 2 === 0) {
        await turns.exit(() => applyInput(website, installed(now, `v${calls}`), deadline, now));
      }
    };
    const overtaken = turns.run(beOvertaken, () => applyInput(website, installed(now, 'v1'), deadline, now));
    await expect(overtaken).rejects.toMatchObject({ code: 'temporarily_unavailable', retryAfterSeconds: 10 });
    expect(calls).toBe(10);
    expect(Object.keys((await readInstall(website, deadline))!.versions)).not.toContain('v1');
  });
});
