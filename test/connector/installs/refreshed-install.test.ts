import { describe, expect, it } from 'vitest';
import type { Refresh, StoredIndex } from '../../../connector/installs/catalog-state.ts';
import { type Install, sealedSet, servingSet } from '../../../connector/installs/install.ts';
import { parseRow, rowItem } from '../../../connector/installs/install-row.ts';
import { type InstallInput, nextInstall } from '../../../connector/installs/next-install.ts';
import { parseWebsite } from '../../../connector/website.ts';

const minute = 60_000;
const start = Date.UTC(2026, 0, 1);
let install: Install | undefined;

function installAfter(...inputs: [InstallInput, number?][]): Install | undefined {
  install = undefined;
  for (const [input, minutes = 0] of inputs) install = nextInstall(install, input, start + minutes * minute).install;
  return install;
}

const index = (name: string): StoredIndex => ({
  key: `ha-1/${name}.sqlite`,
  bytes: 4096,
  products: 10,
  categories: 2,
  builtAt: start,
  etag: `"${name}"`,
});
const verified = (sealed: string): InstallInput => ({ type: 'verified', sealed });
const installed = (minutes = 0): InstallInput => ({
  type: 'installed',
  versionId: 'v1',
  createdAt: start + minutes * minute,
});
const uninstalled = (minutes: number): InstallInput => ({
  type: 'uninstalled',
  versionId: 'v1',
  createdAt: start + minutes * minute,
});
const refreshed = (sealed: string, at: number, name?: string, outcome: Refresh['outcome'] = 'built'): InstallInput => ({
  type: 'refreshed',
  sealed,
  refresh: { at: start + at * minute, outcome },
  ...(name && { index: index(name) }),
});
const shown = (found: Install | undefined) => found && servingSet(found)?.catalog?.index?.key;

describe('a stored catalog', () => {
  it('that was built while the install was pending serves as soon as it is installed', () => {
    expect(shown(installAfter([verified('a')], [refreshed('a', 1, 'one'), 1], [installed(2), 2]))).toBe(
      'ha-1/one.sqlite',
    );
  });

  it('stays when a later refresh fails, is rejected or finds nothing new', () => {
    for (const outcome of ['failed', 'rejected', 'unchanged'] as const) {
      const last = installAfter(
        [verified('a')],
        [installed()],
        [refreshed('a', 1, 'one'), 1],
        [refreshed('a', 2, undefined, outcome), 2],
      );
      expect(shown(last)).toBe('ha-1/one.sqlite');
      expect(servingSet(last!)?.catalog?.refresh).toMatchObject({ at: start + 2 * minute, outcome });
    }
  });

  it('of a refresh that began earlier never replaces that of one that began later', () => {
    installAfter([verified('a')], [installed()], [refreshed('a', 5, 'late'), 6]);
    const late = nextInstall(install, refreshed('a', 4, 'early'), start + 7 * minute);
    expect(late).toMatchObject({ ignored: 'superseded', changed: false });
    expect(shown(late.install)).toBe('ha-1/late.sqlite');
  });

  it('that a first refresh could not bring is not there, and the failure is known', () => {
    for (const last of [
      installAfter([verified('a')], [installed()], [refreshed('a', 1, undefined, 'failed'), 1]),
      installAfter([verified('a')], [refreshed('a', 1, undefined, 'failed'), 1], [installed(2), 2]),
    ]) {
      const refresh = { at: start + minute, outcome: 'failed' };
      expect(servingSet(last!)?.catalog).toEqual({ index: undefined, refresh });
    }
  });

  it('whose writing is sent again because its answer was lost stays, and is not called superseded', () => {
    installAfter([verified('a')], [installed()], [refreshed('a', 5, 'one'), 6]);
    const again = nextInstall(install, refreshed('a', 5, 'one'), start + 7 * minute);
    expect(again).toMatchObject({ install, changed: false });
    expect(again.ignored).toBeUndefined();
  });

  it('is taken for credentials that wait for their install, until their hour is over', () => {
    installAfter([verified('a')]);
    expect(nextInstall(install, refreshed('a', 1, 'one'), start + 60 * minute).ignored).toBeUndefined();
    expect(sealedSet(install, start + 60 * minute)).toEqual(install?.pending);
    const late = nextInstall(install, refreshed('a', 1, 'one'), start + 60 * minute + 1);
    expect(late).toMatchObject({ ignored: 'set_gone', changed: false });
    expect(sealedSet(install, start + 60 * minute + 1)).toBeUndefined();
  });

  it('of a website that is not known leaves no trace', () => {
    expect(nextInstall(undefined, refreshed('a', 1, 'one'), start)).toMatchObject({
      install: undefined,
      ignored: 'set_gone',
      changed: false,
    });
  });

  it('goes with its credentials at the uninstall, and a refresh that outlives them changes nothing', () => {
    installAfter([verified('a')], [installed()], [refreshed('a', 1, 'one'), 1], [uninstalled(10), 10]);
    expect(sealedSet(install, start + 10 * minute)).toBeUndefined();
    expect(JSON.stringify(install)).not.toContain('one.sqlite');
    const outlived = nextInstall(install, refreshed('a', 9, 'two'), start + 11 * minute);
    expect(outlived).toMatchObject({ ignored: 'set_gone', changed: false });
  });

  it('is shown on until renewed credentials have brought one, but not as a version that their shop may confirm', () => {
    const renewed = installAfter([verified('a')], [installed()], [refreshed('a', 1, 'one'), 1], [verified('b'), 5]);
    expect(shown(renewed)).toBe('ha-1/one.sqlite');
    expect(servingSet(renewed!)?.catalog?.index?.etag).toBeUndefined();
    expect(shown(nextInstall(renewed, refreshed('b', 6, 'two'), start + 7 * minute).install)).toBe('ha-1/two.sqlite');
    expect(nextInstall(renewed, refreshed('a', 6, 'old'), start + 7 * minute)).toMatchObject({ ignored: 'set_gone' });
  });

  it('is read from its row as it was written', () => {
    const website = parseWebsite('ha-1')!;
    installAfter([verified('a')], [refreshed('a', 1, 'one'), 1], [installed(2), 2]);
    const row = { website, revision: 3, install: install! };
    expect(parseRow(JSON.parse(JSON.stringify(rowItem(row))))).toEqual(row);
  });

  it.each([[1], [99], [-1], [2.5], ['2'], [null], [undefined], [{ of: 'another version' }]])(
    'is read from its row whatever format it has: %j',
    (format) => {
      const website = parseWebsite('ha-1')!;
      const made: InstallInput = { ...refreshed('a', 1), index: { ...index('one'), format, fileEtag: 'abc' } } as never;
      installAfter([verified('a')], [made, 1], [installed(2), 2]);
      const row = { website, revision: 3, install: install! };
      expect(parseRow(JSON.parse(JSON.stringify(rowItem(row)))).install).toEqual(install);
    },
  );

  it('keeps its format under renewed credentials', () => {
    const made: InstallInput = { ...refreshed('a', 1), index: { ...index('one'), format: 7 } } as never;
    const renewed = installAfter([verified('a')], [installed()], [made, 1], [verified('b'), 5]);
    expect(servingSet(renewed!)?.catalog?.index?.format).toBe(7);
  });

  it('that is corrupt in its row is a clear error', () => {
    const website = parseWebsite('ha-1')!;
    installAfter([verified('a')], [installed(1), 1], [refreshed('a', 1, 'one'), 2]);
    const item = JSON.parse(JSON.stringify(rowItem({ website, revision: 3, install: install! })));
    for (const broken of ['not json', '{"index":{"key":1}}']) {
      item.active.M.catalog.S = broken;
      expect(() => parseRow(item)).toThrow('active.M.catalog: expected the state of a catalog');
    }
  });
});
