import { describe, expect, it } from 'vitest';
import { expiryOf, type Install, statusOf } from '../../../connector/installs/install.ts';
import { parseRow, rowItem } from '../../../connector/installs/install-row.ts';
import { type InstallInput, nextInstall } from '../../../connector/installs/next-install.ts';
import { parseWebsite } from '../../../connector/website.ts';
import { everyOrder, twice } from './every-order.ts';
import { added, installed, removed, uninstalled, verified } from './inputs.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const noon = Date.parse('2026-03-02T12:00:00Z');
const in2098 = Date.parse('2098-01-01T00:00:00Z');
const in2099 = Date.parse('2099-01-01T00:00:00Z');
const website = parseWebsite('ha-1')!;

function outcome(...steps: [now: number, input: InstallInput][]): Install | undefined {
  return steps.reduce<Install | undefined>(
    (install, [now, input]) => nextInstall(install, input, now).install,
    undefined,
  );
}

describe('a time signed far ahead', () => {
  const reinstalled = outcome(
    [noon, uninstalled(in2099)],
    [noon + hour, verified()],
    [noon + hour, installed(noon + hour)],
  );

  it('counts as that of its first receipt, however often it comes again', () => {
    expect(reinstalled?.versions.v1).toEqual({
      uninstalledAt: noon,
      uninstalledAhead: [in2099],
      installedAt: noon + hour,
    });
    for (const now of [noon + hour, noon + day, noon + 400 * day, in2099 - 1, in2099, in2099 + day]) {
      const again = nextInstall(reinstalled, uninstalled(in2099), now);
      expect(again).toMatchObject({ install: reinstalled, changed: false, clockAhead: in2099 > now + 5 * minute });
      expect(statusOf(again.install, now)).toBe('active');
    }
  });

  it('counts once also when it has come to pass', () => {
    const soon = noon + 2 * hour;
    const install = outcome(
      [noon, uninstalled(soon)],
      [noon + hour, verified()],
      [noon + hour, installed(noon + hour)],
    );
    expect(nextInstall(install, uninstalled(soon), soon + minute)).toMatchObject({ install, changed: false });
  });

  it('is one of several: each counts once, in any order of what comes again', () => {
    const first = outcome([noon, installed(in2098)], [noon + minute, uninstalled(in2099)])!;
    expect(statusOf(first, noon + minute)).toBe('uninstalled');
    const third = nextInstall(first, installed(in2098 + 1), noon + 2 * minute).install!;
    expect(statusOf(third, noon + 2 * minute)).toBe('awaiting');
    const past = [installed(in2098), uninstalled(in2099), installed(in2098 + 1)];
    for (const order of everyOrder(twice(past))) {
      const replayed = order.reduce(
        (install, input, index) => nextInstall(install, input, noon + index * 30 * day).install!,
        third,
      );
      expect(replayed).toEqual(third);
    }
  });

  it('is a new event when it differs, be it smaller', () => {
    const install = outcome([noon, installed(in2099)], [noon + minute, uninstalled(noon + minute)]);
    expect(statusOf(nextInstall(install, installed(in2098), noon + hour).install, noon + hour)).toBe('awaiting');
    expect(nextInstall(install, installed(in2099, 'v2'), noon + hour).changed).toBe(true);
  });

  it('leaves what is signed rightly to count', () => {
    const install = outcome([noon, installed(in2099)], [noon + minute, uninstalled(in2099)], [noon + hour, verified()]);
    const again = nextInstall(install, installed(noon + hour), noon + hour).install;
    expect(statusOf(again, noon + hour)).toBe('active');
    expect(statusOf(nextInstall(again, uninstalled(noon + day), noon + day).install, noon + day)).toBe('uninstalled');
  });

  it('does not count again for an operator’s act in between', () => {
    const add = nextInstall(outcome([noon, uninstalled(in2099)]), added(), noon + hour).install;
    expect(nextInstall(add, uninstalled(in2099), noon + day)).toMatchObject({ install: add, changed: false });
    const remove = nextInstall(outcome([noon, installed(in2099)]), removed, noon + hour).install;
    expect(nextInstall(remove, installed(in2099), noon + day)).toMatchObject({ install: remove, changed: false });
  });

  it('changes nothing when the register is there already, as of another instance’s clock', () => {
    const install = outcome([noon, installed(noon + 5 * minute)]);
    expect(nextInstall(install, installed(noon + 5 * minute), noon - 1)).toMatchObject({ install, changed: false });
  });

  it('is remembered for as long as its event could count again, whatever else is forgotten', () => {
    const install = outcome([noon, installed(in2098)], [noon + minute, uninstalled(in2099)])!;
    expect(expiryOf(install)).toBe(in2099 + 7 * day);
    for (const again of [installed(in2098), uninstalled(in2099)]) {
      expect(nextInstall(install, again, noon + 100 * day)).toMatchObject({ install, changed: false });
    }
    expect(nextInstall(install, installed(in2098), in2099 + 8 * day)).toMatchObject({ ignored: 'too_old' });
    expect(expiryOf(outcome([noon, uninstalled(noon + day)])!)).toBe(noon + 30 * day);
  });

  it('outlasts twenty versions that came after it, and a version keeps the last twenty', () => {
    let install = outcome(
      [noon, installed(in2099, 'ahead')],
      [noon + minute, uninstalled(noon + minute, 'ahead')],
      [noon + hour, installed(noon + hour, 'current')],
    );
    for (let n = 0; n < 100; n++)
      install = nextInstall(install, uninstalled(noon + hour + n, `v${n}`), noon + day).install;
    expect(nextInstall(install, installed(in2099, 'ahead'), noon + day)).toMatchObject({ install, changed: false });
    for (let n = 0; n < 100; n++) install = nextInstall(install, installed(in2098 + n, 'ahead'), noon + day).install;
    expect(install?.versions.ahead?.installedAhead).toEqual(Array.from({ length: 20 }, (_, n) => in2098 + 80 + n));
    expect(Object.keys(install!.versions)).toHaveLength(20);
  });
});

describe('the row of such a website', () => {
  const install = outcome([noon, installed(in2098)], [noon + minute, uninstalled(in2099)])!;
  const item = JSON.parse(JSON.stringify(rowItem({ website, revision: 2, install })));

  it('keeps both times', () => {
    expect(item.versions.M.v1).toEqual({
      M: {
        installedAt: { N: String(noon) },
        installedAhead: { L: [{ N: String(in2098) }] },
        uninstalledAt: { N: String(noon + minute) },
        uninstalledAhead: { L: [{ N: String(in2099) }] },
      },
    });
    expect(parseRow(item)).toEqual({ website, revision: 2, install });
  });

  it('is read without them, as an earlier version wrote it', () => {
    const { installedAhead, uninstalledAhead, ...before } = item.versions.M.v1.M;
    const { install: read } = parseRow({ ...item, versions: { M: { v1: { M: before } } } });
    expect(read.versions).toEqual({ v1: { installedAt: noon, uninstalledAt: noon + minute } });
  });
});
