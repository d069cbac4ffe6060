import { describe, expect, it } from 'vitest';
import { currentVersion, expiryOf, type Install, servingSet, statusOf } from '../../../connector/installs/install.ts';
import { type InstallInput, nextInstall } from '../../../connector/installs/next-install.ts';
import { added, installed, removed, uninstalled, verified } from './inputs.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const noon = Date.parse('2026-03-02T12:00:00Z');

/** What becomes of a website after inputs at given times. */
function outcome(...steps: [now: number, input: InstallInput][]): Install | undefined {
  return steps.reduce<Install | undefined>(
    (install, [now, input]) => nextInstall(install, input, now).install,
    undefined,
  );
}

/** Status at a time, with the set that serves. */
function shown(install: Install | undefined, now: number): string {
  return [
    statusOf(install, now),
    ...(install && servingSet(install)?.sealed ? [servingSet(install)?.sealed] : []),
  ].join(' ');
}

describe('verification and install', () => {
  it('serve together, whichever comes first', () => {
    expect(shown(outcome([noon, verified()], [noon + second, installed(noon)]), noon + hour)).toBe('active sealed');
    expect(shown(outcome([noon, installed(noon)], [noon + second, verified()]), noon + hour)).toBe('active sealed');
  });

  it('alone are pending and awaiting', () => {
    expect(shown(outcome([noon, verified()]), noon)).toBe('pending');
    expect(shown(outcome([noon, installed(noon)]), noon)).toBe('awaiting');
    expect(shown(undefined, noon)).toBe('unknown');
  });

  it('serve with what was verified and nothing else: no catalog is known yet', () => {
    const install = outcome([noon, verified()], [noon + second, installed(noon)])!;
    expect(servingSet(install)).toStrictEqual({ sealed: 'sealed', verifiedAt: noon });
  });

  it('a verification waits one hour for its install', () => {
    expect(shown(outcome([noon, verified()], [noon + hour, installed(noon)]), noon + hour)).toBe('active sealed');
    expect(shown(outcome([noon, verified()], [noon + hour + 1, installed(noon)]), noon + hour + 1)).toBe('awaiting');
    expect(shown(outcome([noon, verified()]), noon + hour)).toBe('pending');
    expect(shown(outcome([noon, verified()]), noon + hour + 1)).toBe('unknown');
  });

  it('a repeated install event activates a verification that came since', () => {
    const install = outcome(
      [noon, installed(noon)],
      [noon + minute, uninstalled(noon + minute)],
      [noon + 2 * minute, verified()],
      [noon + 3 * minute, installed(noon)],
    );
    expect(shown(install, noon + 3 * minute)).toBe('pending');
    expect(shown(nextInstall(install, installed(noon + 3 * minute), noon + 4 * minute).install, noon + hour)).toBe(
      'active sealed',
    );
  });

  it('a new verification replaces the credentials that serve', () => {
    const install = outcome([noon, verified('old')], [noon, installed(noon)], [noon + day, verified('new')]);
    expect(shown(install, noon + day)).toBe('active new');
    expect(install?.pending).toBeUndefined();
  });

  it('the latest verification wins over one that took longer', () => {
    const install = outcome([noon, installed(noon)], [noon + second, verified('later')]);
    expect(nextInstall(install, verified('earlier'), noon)).toEqual({
      install,
      changed: false,
      ignored: 'superseded',
      clockAhead: false,
    });
  });

  it('a verification written, destroyed and sent again because its answer was lost stays destroyed', () => {
    const install = outcome([noon, installed(noon)], [noon, verified()], [noon, uninstalled(noon + second)]);
    expect(nextInstall(install, verified(), noon)).toMatchObject({ install, changed: false });
    expect(JSON.stringify(install)).not.toContain('sealed');
  });

  it('a repetition changes nothing', () => {
    const install = outcome([noon, verified()], [noon, installed(noon)]);
    expect(nextInstall(install, installed(noon), noon + day)).toMatchObject({ install, changed: false });
    expect(nextInstall(install, installed(noon - hour), noon + day)).toMatchObject({ install, changed: false });
  });
});

describe('uninstall', () => {
  const serving = outcome([noon, verified()], [noon, installed(noon)])!;

  it('destroys the credentials', () => {
    const { install } = nextInstall(serving, uninstalled(noon + hour), noon + hour);
    expect(shown(install, noon + hour)).toBe('uninstalled');
    expect(JSON.stringify(install)).not.toContain('sealed');
  });

  it('wins over an install of the same moment', () => {
    expect(shown(nextInstall(serving, uninstalled(noon), noon).install, noon)).toBe('uninstalled');
    expect(shown(outcome([noon, uninstalled(noon)], [noon, installed(noon)]), noon)).toBe('uninstalled');
  });

  it('that comes before its install keeps the website uninstalled', () => {
    const install = outcome([noon + minute, uninstalled(noon + minute)], [noon + 2 * minute, installed(noon)]);
    expect(shown(install, noon + hour)).toBe('uninstalled');
  });

  it('of a version never seen leaves the installed one alone', () => {
    const { install } = nextInstall(serving, uninstalled(noon + hour, 'v9'), noon + hour);
    expect(shown(install, noon + hour)).toBe('active sealed');
  });

  it('of a website never seen is remembered', () => {
    const install = outcome([noon, uninstalled(noon)]);
    expect(shown(install, noon)).toBe('uninstalled');
    expect(shown(nextInstall(install, installed(noon - minute), noon).install, noon)).toBe('uninstalled');
  });

  it('of the old version after an upgrade leaves the new one serving', () => {
    const install = outcome(
      [noon, verified()],
      [noon, installed(noon)],
      [noon + hour, installed(noon + hour, 'v2')],
      [noon + hour + second, uninstalled(noon + hour + second, 'v1')],
    );
    expect(shown(install, noon + day)).toBe('active sealed');
    expect(currentVersion(install!)?.id).toBe('v2');
  });

  it('of the old version before the upgrade leaves the new one without credentials', () => {
    const install = outcome(
      [noon, verified()],
      [noon, installed(noon)],
      [noon + hour, uninstalled(noon + hour, 'v1')],
      [noon + hour + second, installed(noon + hour + second, 'v2')],
    );
    expect(shown(install, noon + day)).toBe('awaiting');
  });

  it('destroys a pending verification more than five minutes older, and spares a reinstall', () => {
    const until = (age: number) =>
      shown(outcome([noon, verified()], [noon + age, uninstalled(noon + age)]), noon + age);
    expect(until(5 * minute)).toBe('pending');
    expect(until(5 * minute + 1)).toBe('uninstalled');
  });

  it('followed by a reinstall of the same version serves again', () => {
    const install = outcome(
      [noon, installed(noon)],
      [noon + hour, uninstalled(noon + hour)],
      [noon + 2 * hour, verified('again')],
      [noon + 2 * hour, installed(noon + 2 * hour)],
      [noon + 3 * hour, uninstalled(noon + hour)],
    );
    expect(shown(install, noon + day)).toBe('active again');
  });

  it('is never undone by an old install event, however often it comes again', () => {
    let install = nextInstall(serving, uninstalled(noon + hour), noon + hour).install;
    for (let now = noon + hour; now < noon + 60 * day; now += hour) {
      const transition = nextInstall(install, installed(noon), now);
      install = transition.install;
      expect(install && servingSet(install)?.sealed).toBeUndefined();
      expect(statusOf(install, now)).toBe(now < noon + hour + 30 * day ? 'uninstalled' : 'unknown');
    }
  });
});

describe('times', () => {
  it('an install event older than seven days is ignored, an uninstall of any age counts', () => {
    const late = noon + 7 * day;
    expect(nextInstall(undefined, installed(noon), late).changed).toBe(true);
    expect(nextInstall(undefined, installed(noon - 1), late)).toMatchObject({ changed: false, ignored: 'too_old' });
    const serving = outcome([noon, verified()], [noon, installed(noon)]);
    expect(shown(nextInstall(serving, uninstalled(noon + 1), noon + 90 * day).install, noon + 20 * day)).toBe(
      'uninstalled',
    );
  });

  it('an uninstall that would be forgotten at once leaves no trace', () => {
    expect(nextInstall(undefined, uninstalled(noon), noon + 30 * day)).toEqual({
      install: undefined,
      changed: false,
      ignored: 'too_old',
      clockAhead: false,
    });
  });

  it('more than five minutes ahead counts as the time of receipt, with an alarm', () => {
    const near = nextInstall(undefined, installed(noon + 5 * minute), noon);
    expect([near.clockAhead, near.install?.versions.v1?.installedAt]).toEqual([false, noon + 5 * minute]);
    const far = nextInstall(undefined, installed(noon + 5 * minute + 1), noon);
    expect([far.clockAhead, far.install?.versions.v1?.installedAt]).toEqual([true, noon]);
    expect(nextInstall(far.install, uninstalled(noon + day), noon + 1)).toMatchObject({ clockAhead: true });
  });

  it('of the same installation moment go by version id, whichever comes first', () => {
    const one = outcome([noon, installed(noon, 'v1')], [noon, installed(noon, 'v2')], [noon, uninstalled(noon, 'v2')]);
    const other = outcome(
      [noon, uninstalled(noon, 'v2')],
      [noon, installed(noon, 'v2')],
      [noon, installed(noon, 'v1')],
    );
    expect(one).toEqual(other);
    expect([shown(one, noon), shown(other, noon)]).toEqual(['uninstalled', 'uninstalled']);
  });

  it('a website not installed is forgotten thirty days after its last uninstall or verification', () => {
    const install = outcome([noon, uninstalled(noon)], [noon + day, verified()])!;
    expect(expiryOf(install)).toBe(noon + 31 * day);
    expect(shown(install, noon + 31 * day - 1)).toBe('uninstalled');
    expect(shown(install, noon + 31 * day)).toBe('unknown');
    expect(nextInstall(install, installed(noon + 31 * day), noon + 31 * day).install?.versions).toEqual({
      v1: { installedAt: noon + 31 * day },
    });
    expect(expiryOf(outcome([noon, installed(noon)])!)).toBeUndefined();
  });
});

describe('an operator', () => {
  it('adds a website that serves without any event', () => {
    expect(shown(outcome([noon, added()]), noon + 400 * day)).toBe('active sealed by operator');
  });

  it('adds after everything known, even when the platform is ahead', () => {
    const install = outcome([noon, uninstalled(noon + 4 * minute)], [noon, added()]);
    expect(shown(install, noon)).toBe('active sealed by operator');
    expect(shown(nextInstall(install, uninstalled(noon + 4 * minute), noon + hour).install, noon + hour)).toBe(
      'active sealed by operator',
    );
  });

  it('is ended by a later uninstall of any version, even when the platform is two minutes behind', () => {
    const install = outcome([noon, added()], [noon + second, uninstalled(noon + second - 2 * minute, 'v7')]);
    expect(shown(install, noon + second)).toBe('uninstalled');
    expect(JSON.stringify(install)).not.toContain('sealed');
  });

  it('renews the credentials of an installed website', () => {
    const install = outcome([noon, verified()], [noon, installed(noon)], [noon + hour, added()]);
    expect(shown(install, noon + hour)).toBe('active sealed by operator');
    expect(shown(nextInstall(install, uninstalled(noon + day), noon + day).install, noon + day)).toBe('uninstalled');
  });

  it('is followed by a verification even when the operator’s clock is ahead', () => {
    const install = outcome([noon + 4 * minute, added()], [noon, verified()]);
    expect(shown(install, noon)).toBe('active sealed');
  });

  it('whose clock is behind replaces a verification, which sent again does not come back', () => {
    const install = outcome([noon, installed(noon)], [noon, verified()], [noon - minute, added()]);
    expect(shown(install, noon)).toBe('active sealed by operator');
    expect(nextInstall(install, verified(), noon)).toMatchObject({ install, changed: false, ignored: 'superseded' });
  });

  it('whose write is sent twice adds once', () => {
    const install = outcome([noon, added()]);
    expect(nextInstall(install, added(), noon)).toMatchObject({ install, changed: false });
  });

  it('removes whatever is there: credentials, a pending verification, any version', () => {
    for (const steps of [
      [[noon, verified()]],
      [[noon, added()]],
      [
        [noon, verified()],
        [noon, installed(noon + 4 * minute)],
      ],
    ] satisfies [number, InstallInput][][]) {
      const { install } = nextInstall(outcome(...steps), removed, noon + minute);
      expect(shown(install, noon + minute)).toBe('uninstalled');
      expect(JSON.stringify(install)).not.toContain('sealed');
      expect(nextInstall(install, removed, noon + hour)).toMatchObject({ install, ignored: 'not_installed' });
    }
    expect(nextInstall(undefined, removed, noon)).toMatchObject({ install: undefined, changed: false });
  });

  it('is not undone by the event of a version that was removed, but by a new install', () => {
    const install = outcome([noon, verified()], [noon, installed(noon)], [noon + hour, removed]);
    expect(shown(nextInstall(install, installed(noon), noon + hour).install, noon + hour)).toBe('uninstalled');
    const again = nextInstall(install, verified('again'), noon + hour + minute).install;
    // The platform's clock is two minutes behind ours.
    const install2 = nextInstall(again, installed(noon + hour - minute), noon + hour + minute).install;
    expect(shown(install2, noon + hour + minute)).toBe('active again');
  });
});

describe('a row', () => {
  it('stays small, and forgets neither the current version nor an operator’s removal', () => {
    let install = outcome([noon, installed(noon, 'current')], [noon + hour, removed]);
    for (let n = 0; n < 500; n++) {
      install = nextInstall(install, uninstalled(noon + hour + n, `v${n}`), noon + 2 * hour).install;
    }
    expect(Object.keys(install!.versions)).toHaveLength(20);
    expect(Object.keys(install!.versions)).toEqual(expect.arrayContaining(['current', 'operator', 'v499', 'v482']));
    expect(statusOf(install, noon + 2 * hour)).toBe('uninstalled');
  });

  it('stays small when nothing was ever installed', () => {
    let install: Install | undefined;
    for (let n = 0; n < 25; n++) install = nextInstall(install, uninstalled(noon + n, `v${n}`), noon + minute).install;
    expect(Object.keys(install!.versions).sort()).toEqual(Array.from({ length: 20 }, (_, n) => `v${n + 5}`).sort());
  });

  it('forgets versions that were never uninstalled before those that were, whose install event may still come', () => {
    let install = outcome([noon, uninstalled(noon - 10 * minute, 'late')], [noon, verified()]);
    for (let n = 0; n < 30; n++) install = nextInstall(install, installed(noon - hour + n, `v${n}`), noon).install;
    expect(shown(install, noon)).toBe('active sealed');
    install = nextInstall(install, installed(noon - 20 * minute, 'late'), noon).install;
    expect(shown(install, noon)).toBe('uninstalled');
  });

  it('keeps an upgraded website serving through any number of old versions', () => {
    let install = outcome([noon, verified()]);
    for (let n = 0; n < 100; n++) {
      const now = noon + n * minute;
      install = nextInstall(install, installed(now, `v${n}`), now).install;
      if (n > 0) install = nextInstall(install, uninstalled(now + second, `v${n - 1}`), now + second).install;
    }
    expect(shown(install, noon + day)).toBe('active sealed');
    for (let n = 0; n < 99; n++)
      install = nextInstall(install, installed(noon + n * minute, `v${n}`), noon + day).install;
    expect(currentVersion(install!)?.id).toBe('v99');
    expect(shown(install, noon + day)).toBe('active sealed');
    expect(shown(nextInstall(install, uninstalled(noon + day, 'v99'), noon + day).install, noon + day)).toBe(
      'uninstalled',
    );
  });
});
