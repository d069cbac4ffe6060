import { describe, expect, it } from 'vitest';
import { type Install, servingSet, statusOf } from '../../../connector/installs/install.ts';
import { type InstallInput, nextInstall } from '../../../connector/installs/next-install.ts';
import { report } from '../../helpers/runs.ts';
import { everyOrder, twice } from './every-order.ts';
import { added, installed, removed, uninstalled, verified } from './inputs.ts';

const second = 1000;
const minute = 60 * second;
const noon = Date.parse('2026-03-02T12:00:00Z');

type Step = 'verify' | 'i1' | 'u1' | 'i2' | 'u2';
type Times = Partial<Record<Step, number>>;

/** Events created at `times`, delivered in this order from noon on, one a second. */
function deliver(order: readonly Step[], times: Times, start?: Install): Install | undefined {
  return order.reduce((install, step, index) => {
    const now = noon + index * second;
    return nextInstall(install, inputOf(step, times), now).install;
  }, start);
}

function inputOf(step: Step, times: Times): InstallInput {
  if (step === 'verify') return verified();
  const event = step.startsWith('i') ? installed : uninstalled;
  return event(times[step]!, `v${step[1]}`);
}

function statusAfter(order: readonly Step[], times: Times, start?: Install) {
  return statusOf(deliver(order, times, start), noon + minute);
}

const events: Step[] = ['i1', 'u1', 'i2', 'u2'];
const deliveries = [...everyOrder(twice(events))];
const ago = (minutes: number) => noon - minutes * minute;
const reinstalled = { i1: ago(40), u1: ago(20), i2: ago(19), u2: ago(1) };

describe('two versions, each installed and uninstalled, every event delivered twice', () => {
  it('come in 2,520 orders', () => {
    expect(deliveries).toHaveLength(2520);
  });

  it('end in one state in every order, whichever way the four were created', ({ task }) => {
    for (const [first, ...rest] of everyOrder(events)) {
      const times = Object.fromEntries([first!, ...rest].map((step, index) => [step, ago(10 - index)]));
      const states = new Set(deliveries.map((order) => JSON.stringify(sorted(deliver(order, times)!))));
      expect([...states]).toEqual([
        JSON.stringify({
          versions: [
            ['v1', { installedAt: times.i1, uninstalledAt: times.u1 }],
            ['v2', { installedAt: times.i2, uninstalledAt: times.u2 }],
          ],
        }),
      ]);
    }
    report(task, `${deliveries.length} orders of i1, u1, i2 and u2, each twice, created in every order`);
  });

  it('destroy in every order what was verified before them', () => {
    const pending = nextInstall(undefined, verified(), ago(45)).install;
    const active = nextInstall(pending, { type: 'installed', versionId: 'v0', createdAt: ago(45) }, ago(45)).install;
    const upgraded = { i1: ago(40), i2: ago(20), u1: ago(19), u2: ago(1) };
    for (const start of [pending, active]) {
      for (const times of [reinstalled, upgraded]) {
        const states = new Set(deliveries.map((order) => JSON.stringify(sorted(deliver(order, times, start)!))));
        expect(states.size).toBe(1);
        expect([...states][0]).not.toContain('sealed');
        expect(statusAfter(events, times, start)).toBe('uninstalled');
      }
    }
  });
});

describe('a verification among the events of an upgrade, each twice', () => {
  const times = { i1: ago(3), u1: ago(2), i2: ago(1) };

  it('serves unless the old version’s uninstall came between the two installs and no verification since', ({
    task,
  }) => {
    const orders = [...everyOrder(twice<Step>(['verify', 'i1', 'u1', 'i2']))];
    expect(orders).toHaveLength(2520);
    const ends = { active: 0, awaiting: 0 };
    for (const order of orders) {
      const [i1, u1, i2] = (['i1', 'u1', 'i2'] as const).map((step) => order.indexOf(step)) as [number, number, number];
      const destroyed = i1 < u1 && u1 < i2 && order.lastIndexOf('verify') < u1;
      const expected = destroyed ? 'awaiting' : 'active';
      expect({ order, status: statusAfter(order, times) }).toEqual({ order, status: expected });
      ends[expected]++;
    }
    expect(ends).toEqual({ active: 2466, awaiting: 54 });
    report(task, `${orders.length} orders of verify, i1, u1 and i2, each twice`);
  });

  it('long before, serves unless the old version’s uninstall came first', () => {
    const start = nextInstall(undefined, verified(), ago(30)).install;
    const orders = [...everyOrder(twice<Step>(['i1', 'u1', 'i2']))];
    for (const order of orders) {
      const expected = order.indexOf('u1') < order.indexOf('i2') ? 'awaiting' : 'active';
      expect({ order, status: statusAfter(order, times, start) }).toEqual({ order, status: expected });
    }
  });
});

describe('a website uninstalled last', () => {
  it('serves in no order', () => {
    for (const order of everyOrder<Step>([...twice<Step>(['verify', 'i1', 'u1']), 'i2', 'i2', 'u2'])) {
      const install = deliver(order, { i1: ago(4), u1: ago(3), i2: ago(2), u2: ago(1) })!;
      if (servingSet(install)?.sealed !== undefined) expect.fail(`${order} serves`);
      if (!['pending', 'uninstalled'].includes(statusOf(install, noon))) expect.fail(`${order} counts as installed`);
    }
  });
});

describe('a platform clock two minutes off', () => {
  /** What happens at a second, and how the website then stands. A step's event is created at that second by a true clock. */
  const stories: Record<string, [at: number, Step | InstallInput, status: string][]> = {
    'an install': [
      [0, verified(), 'pending'],
      [1, 'i1', 'active'],
    ],
    'an uninstall soon after': [
      [0, verified(), 'pending'],
      [1, 'i1', 'active'],
      [2, 'u1', 'uninstalled'],
    ],
    'a reinstall soon after': [
      [0, 'i1', 'awaiting'],
      [1, 'u1', 'uninstalled'],
      [2, verified(), 'pending'],
      [3, 'i2', 'active'],
      [4, 'u2', 'uninstalled'],
    ],
    'an operator’s add and an uninstall soon after': [
      [0, 'u1', 'uninstalled'],
      [1, added(), 'active'],
      [2, 'u2', 'uninstalled'],
    ],
    'an operator’s removal and a reinstall soon after': [
      [0, verified(), 'pending'],
      [1, 'i1', 'active'],
      [2, removed, 'uninstalled'],
      [3, verified(), 'pending'],
      [4, 'i2', 'active'],
    ],
  };

  for (const [name, story] of Object.entries(stories)) {
    it(`harms nothing in ${name}`, () => {
      for (const skew of [-2 * minute, 0, 2 * minute]) {
        let install: Install | undefined;
        const delivered: InstallInput[] = [];
        for (const [at, step, status] of story) {
          const now = noon + at * second;
          const input = typeof step === 'string' ? inputOf(step, { [step]: now + skew }) : step;
          if (typeof step === 'string') delivered.push(input);
          for (const again of [input, ...delivered]) {
            const transition = nextInstall(install, again, now);
            expect(transition.clockAhead).toBe(false);
            install = transition.install;
          }
          expect({ skew, at, status: statusOf(install, now) }).toEqual({ skew, at, status });
        }
      }
    });
  }
});

/** Comparable: the order in which versions were first heard of is no part of the state. */
function sorted({ versions, active, pending }: Install): object {
  const order = Object.entries(versions).sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    versions: order.map(([id, { installedAt, uninstalledAt }]) => [id, { installedAt, uninstalledAt }]),
    active,
    pending,
  };
}
