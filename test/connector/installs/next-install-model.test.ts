import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Install, servingSet, statusOf } from '../../../connector/installs/install.ts';
import { type InstallInput, nextInstall } from '../../../connector/installs/next-install.ts';
import { report, runs, seed } from '../../helpers/runs.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const start = Date.parse('2026-03-02T12:00:00Z');

/**
 * The rules of an install once more, as plainly as they can be said: a log of everything that happened, asked again at
 * every step, and the one set of credentials that there is.
 */
class PlainInstall {
  private log: { type: 'installed' | 'uninstalled'; version: string; at: number; ahead?: number }[] = [];
  private set: { sealed: string; verifiedAt: number; until: number; serving: boolean } | undefined;
  private verifiedAt = -Infinity;

  receive(input: InstallInput, now: number): void {
    this.forgetAt(now);
    const times = this.log.map(({ at }) => at);
    const actedAt = Math.max(now - 5 * minute, ...times.map((at) => at + 1));
    if (input.type === 'verified' && now > this.verifiedAt) this.verify(input.sealed, now);
    if (input.type === 'added' && input.sealed !== (this.set?.serving && this.set.sealed)) {
      this.verify(input.sealed, Math.max(now - 5 * minute, this.verifiedAt + 1));
      this.log.push({ type: 'installed', version: 'operator', at: actedAt });
    }
    if (input.type === 'removed' && (this.isInstalled() || this.set)) {
      this.log.push({ type: 'uninstalled', version: 'operator', at: actedAt });
      this.set = undefined;
    }
    if (input.type === 'installed' || input.type === 'uninstalled') {
      const { type, versionId: version, createdAt } = input;
      const isAhead = createdAt > now + 5 * minute;
      const at = isAhead ? now : createdAt;
      // Ignored whole: not even an expired set goes, which an operator's removal would still destroy.
      if (input.type === 'installed' && at < now - 7 * day) return;
      const counted = this.log.some((one) => one.type === type && one.version === version && one.ahead === createdAt);
      if (!counted) this.log.push({ type, version, at, ...(isAhead && { ahead: createdAt }) });
    }
    if (this.set && !this.set.serving && now > this.set.until) this.set = undefined;
    if (this.isInstalled()) {
      if (this.set) this.set.serving = true;
    } else if (this.set) {
      const tooOld = this.uninstalls().some(({ at }) => this.set!.verifiedAt + 5 * minute < at);
      if (this.set.serving || tooOld) this.set = undefined;
    }
    this.forgetAt(now);
  }

  show(now: number): [status: string, sealed: string | undefined] {
    this.forgetAt(now);
    if (this.isInstalled()) return this.set ? ['active', this.set.sealed] : ['awaiting', undefined];
    if (this.set && now <= this.set.until) return ['pending', undefined];
    return [this.uninstalls().length > 0 ? 'uninstalled' : 'unknown', undefined];
  }

  private verify(sealed: string, verifiedAt: number): void {
    this.verifiedAt = verifiedAt;
    this.set = { sealed, verifiedAt, until: verifiedAt + hour, serving: false };
  }

  private uninstalls() {
    return this.log.filter(({ type }) => type === 'uninstalled');
  }

  private isInstalled(): boolean {
    const installs = this.log.filter(({ type }) => type === 'installed');
    const newest = Math.max(...installs.map(({ at }) => at));
    const [current] = installs
      .filter(({ at }) => at === newest)
      .map(({ version }) => version)
      .sort()
      .reverse();
    const ends = this.uninstalls().filter(({ version }) =>
      current === 'operator' ? true : version === current || version === 'operator',
    );
    return current !== undefined && !ends.some(({ at }) => at >= newest);
  }

  private forgetAt(now: number): void {
    const last = Math.max(this.verifiedAt, ...this.uninstalls().map(({ at }) => at));
    const soonest = Math.max(last + 30 * day, ...this.log.map(({ ahead = -Infinity }) => ahead + 7 * day));
    if (this.isInstalled() || now < soonest) return;
    this.log = [];
    this.set = undefined;
    this.verifiedAt = -Infinity;
  }
}

const websites = ['ha-1', 'ha-2', 'sd-1'] as const;
const pause = fc.oneof(
  fc.integer({ min: 0, max: 2 * minute }),
  fc.integer({ min: 0, max: 2 * hour }),
  fc.integer({ min: 0, max: 40 * day }),
);
/** How long ago an event was created by the platform's clock: it may be off, and deliveries come late or again. */
const age = fc.oneof(
  fc.integer({ min: -2 * minute, max: 2 * minute }),
  fc.constantFrom(0, -5 * minute, -5 * minute - 1, 7 * day, 7 * day + 1, 5 * minute, hour),
  fc.constantFrom(-hour, -day, -35 * day, -70 * 365 * day),
  fc.integer({ min: 0, max: 10 * day }),
);
const act = fc.oneof(
  { weight: 2, arbitrary: fc.constant('verified' as const) },
  { weight: 6, arbitrary: fc.record({ type: fc.constantFrom('installed', 'uninstalled'), age }) },
  { weight: 1, arbitrary: fc.constantFrom('added' as const, 'removed' as const) },
  { weight: 3, arbitrary: fc.record({ again: fc.nat(20) }) },
);
const history = fc.array(
  fc.record({ website: fc.constantFrom(...websites), version: fc.constantFrom('v1', 'v2', 'v3'), pause, act }),
  { minLength: 1, maxLength: 30, size: 'max' },
);

describe('any history of three websites and three versions', () => {
  it('goes as a plain log of everything says, and no destroyed credential ever serves again', ({ task }) => {
    fc.assert(
      fc.property(history, (steps) => {
        const installs = new Map<string, Install | undefined>();
        const plain = new Map(websites.map((website) => [website, new PlainInstall()]));
        const past = new Map<string, InstallInput[]>(websites.map((website) => [website, []]));
        const destroyed = new Set<string>();
        let now = start;
        for (const [index, { website, version, pause, act }] of steps.entries()) {
          now += pause;
          const input = inputOf(act, version, now, `sealed ${index}`, past.get(website)!);
          const before = installs.get(website);
          const { install } = nextInstall(before, input, now);
          installs.set(website, install);
          plain.get(website)!.receive(input, now);

          for (const each of websites) {
            const shown = installs.get(each);
            const status = statusOf(shown, now);
            const serving = status === 'active' ? servingSet(shown!)?.sealed : undefined;
            expect([status, serving]).toEqual(plain.get(each)!.show(now));
            expect(destroyed.has(serving ?? '')).toBe(false);
          }
          for (const set of sets(before)) if (!sets(install).includes(set)) destroyed.add(set);
        }
      }),
      { numRuns: runs(1_000, 10_000), seed },
    );
    report(task, `${runs(1_000, 10_000)} histories of up to 30 steps`);
  });

  it('of times that only grow', () => {
    fc.assert(
      fc.property(history, (steps) => {
        let install: Install | undefined;
        const past: InstallInput[] = [];
        for (const [index, { version, act }] of steps.entries()) {
          const before = install;
          install = nextInstall(install, inputOf(act, version, start, `sealed ${index}`, past), start).install;
          for (const [id, times] of Object.entries(before?.versions ?? {})) {
            for (const event of ['installedAt', 'uninstalledAt'] as const) {
              expect(install?.versions[id]?.[event] ?? -Infinity).toBeGreaterThanOrEqual(times[event] ?? -Infinity);
            }
          }
        }
      }),
      { numRuns: runs(300, 10_000), seed },
    );
  });
});

type Act = 'verified' | 'added' | 'removed' | { type: string; age: number } | { again: number };

function inputOf(act: Act, versionId: string, now: number, sealed: string, past: InstallInput[]): InstallInput {
  if (typeof act === 'object' && 'again' in act && past.length > 0) return past[act.again % past.length]!;
  if (act === 'removed') return { type: act };
  if (act === 'verified' || act === 'added') return { type: act, sealed };
  const type = 'type' in act && act.type === 'uninstalled' ? 'uninstalled' : 'installed';
  const input: InstallInput = { type, versionId, createdAt: now - ('age' in act ? act.age : 0) };
  past.push(input);
  return input;
}

function sets(install: Install | undefined): string[] {
  return [install?.active?.sealed, install?.pending?.sealed].filter((sealed) => sealed !== undefined);
}
