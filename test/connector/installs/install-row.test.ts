import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Pass } from '../../../connector/installs/catalog-state.ts';
import type { Install } from '../../../connector/installs/install.ts';
import { parseRow, rowItem } from '../../../connector/installs/install-row.ts';
import { parseWebsite } from '../../../connector/website.ts';
import { runs, seed } from '../../helpers/runs.ts';

const website = parseWebsite('ha-1')!;
/** As it crosses the wire. */
const written = (install: Install) => JSON.parse(JSON.stringify(rowItem({ website, revision: 7, install })));
const untouched: Install = { versions: {}, verifiedAt: undefined, active: undefined, pending: undefined };

describe('a row', () => {
  const time = fc.integer({ min: 0, max: 9_999_999_999_999 });
  const set = {
    sealed: fc.base64String({ minLength: 4 }),
    verifiedAt: time,
    catalog: fc.option(fc.record({ refresh: fc.record({ at: time, outcome: fc.constant('built' as const) }) }), {
      nil: undefined,
    }),
  };
  const ahead = fc.array(time, { minLength: 1, maxLength: 3 });
  const registers = fc.record(
    { installedAt: time, uninstalledAt: time, installedAhead: ahead, uninstalledAhead: ahead },
    { requiredKeys: [] },
  );
  const installs: fc.Arbitrary<Install> = fc.record({
    versions: fc.dictionary(fc.uuid(), registers, { maxKeys: 4, noNullPrototype: true }),
    verifiedAt: fc.option(time, { nil: undefined }),
    active: fc.option(fc.record(set), { nil: undefined }),
    pending: fc.option(fc.record({ ...set, expiresAt: time }), { nil: undefined }),
  });

  it('is read as it was written, whatever is known of the website', () => {
    fc.assert(
      fc.property(installs, (install) => {
        expect(parseRow(written(install))).toEqual({ website, revision: 7, install });
      }),
      { numRuns: runs(100, 5_000), seed },
    );
  });

  it('holds no attribute for what is not known', () => {
    const versions = { M: { v1: { M: { installedAt: { N: '5' } } } } };
    const set = { sealed: 'sealed', verifiedAt: 4, catalog: undefined };
    expect(written({ ...untouched, versions: { v1: { installedAt: 5 } }, active: set })).toStrictEqual({
      website: { S: 'ha-1' },
      revision: { N: '7' },
      versions,
      active: { M: { sealed: { S: 'sealed' }, verifiedAt: { N: '4' } } },
    });
  });

  it('of a website that is not installed lives for thirty days, in whole seconds and no less', () => {
    const thirtyDays = 30 * 24 * 3600;
    expect(written({ ...untouched, verifiedAt: 1_001 }).expiresAt).toEqual({ N: String(thirtyDays + 2) });
    expect(written({ ...untouched, versions: { v1: { uninstalledAt: 2_000 } } }).expiresAt).toEqual({
      N: String(thirtyDays + 2),
    });
  });
});

describe('a corrupt row', () => {
  const set = { sealed: { S: 'a secret' }, verifiedAt: { N: '1' } };
  const good = {
    website: { S: 'ha-1' },
    revision: { N: '7' },
    versions: {
      M: { v1: { M: { installedAt: { N: '1' }, uninstalledAt: { N: '2' }, uninstalledAhead: { L: [{ N: '9' }] } } } },
    },
    verifiedAt: { N: '1' },
    active: { M: { ...set, catalog: { S: '{}' } } },
    pending: { M: { ...set, expiresAt: { N: '3' } } },
  };
  const places = {
    'a whole number': [
      'revision',
      'versions.M.v1.M.installedAt',
      'versions.M.v1.M.uninstalledAt',
      'versions.M.v1.M.uninstalledAhead.L[0]',
      'verifiedAt',
      'active.M.verifiedAt',
      'pending.M.verifiedAt',
      'pending.M.expiresAt',
    ],
    'a text': ['active.M.sealed', 'active.M.catalog', 'pending.M.sealed'],
    'a list': ['versions.M.v1.M.uninstalledAhead'],
    'a map': ['versions', 'versions.M.v1', 'active', 'pending'],
    'the state of a catalog': ['active.M.catalog'],
  };
  const wrong: Record<keyof typeof places, unknown[]> = {
    'a whole number': ['1e3', '1.5', ' 1', '1 ', '0x1', '', 'x1', '12345678901234567', '--1', 1]
      .map((N): unknown => ({ N }))
      .concat({ S: '1' }, '1', null),
    'a text': [{ S: '' }, { S: 5 }, { S: null }, { N: '1' }, 'a secret', null],
    'a list': [{ L: 'a secret' }, { L: null }, { N: '1' }, 'a secret', null],
    'a map': [{ M: 'a secret' }, { M: null }, { S: 'a secret' }, 'a secret', null],
    'the state of a catalog': ['not JSON', '7', 'null', '{"index":{"key":1}}'].map((S) => ({ S })),
  };

  it('is none as it stands', () => {
    expect(parseRow(good)).toMatchObject({ website, revision: 7, install: { pending: { expiresAt: 3 } } });
  });

  for (const expected of Object.keys(places) as (keyof typeof places)[]) {
    it.each(places[expected])(`is said to be so where ${expected} is expected: %s`, (place) => {
      for (const value of wrong[expected]) {
        expect(() => parseRow(changed(good, place, value)), JSON.stringify(value)).toThrow(
          `The row of ha-1 in the install table is corrupt. ${place}: expected ${expected}.`,
        );
      }
    });
  }

  it.each(['revision', 'versions', 'active.M.sealed', 'active.M.verifiedAt', 'pending.M.expiresAt'])(
    'is one without %s',
    (place) => {
      expect(() => parseRow(changed(good, place, undefined))).toThrow(`is corrupt. ${place}: expected `);
    },
  );

  it.each([undefined, { S: 'nowhere' }, { N: '1' }, { S: 'ha-0' }])('is one of the website %j', (key) => {
    expect(() => parseRow(changed(good, 'website', key))).toThrow(
      'The row of an unknown website in the install table is corrupt. website: expected one such as ha-123',
    );
  });
});

/** A copy with another value at one place; without one for `undefined`. */
function changed(row: object, place: string, value: unknown): Record<string, unknown> {
  const copy = JSON.parse(JSON.stringify(row));
  const names = place.replace('[', '.').replace(']', '').split('.');
  const last = names.pop()!;
  const parent = names.reduce((parent, name) => parent[name], copy);
  parent[last] = value;
  return JSON.parse(JSON.stringify(copy));
}

const somePass: Pass = {
  ...{ id: 'pass-1-00000000', format: 1, startedAt: 1, advancedAt: 2, cursor: 'p-1', parts: 1, runs: 1, pages: 1 },
  ...{ listed: 1, announced: 2, milliseconds: 3, problems: { no_image: 1 } },
};

it.each([
  ['a number', 7],
  ['nothing', null],
  ['without its parts', { ...somePass, parts: undefined }],
  ['with half a part', { ...somePass, parts: 1.5 }],
  ['with problems that are no numbers', { ...somePass, problems: { a: 'b' } }],
])('takes a pass of another form for none, so that agents are answered: %s', (_, pass) => {
  const item = rowItem({ website: parseWebsite('ha-1')!, revision: 1, install: withPass(somePass) });
  const read = (text: string) => parseRow(JSON.parse(text)).install.active?.catalog;
  const text = JSON.stringify(item);
  expect(read(text)).toEqual({ refresh: { at: 1, outcome: 'built' }, pass: somePass });
  const changed = text.replace(
    JSON.stringify(JSON.stringify(somePass)).slice(1, -1),
    JSON.stringify(JSON.stringify(pass)).slice(1, -1),
  );
  expect(changed).not.toBe(text);
  expect(read(changed)).toEqual({ refresh: { at: 1, outcome: 'built' } });
});

const withPass = (pass: Pass): Install => ({
  versions: { v1: { installedAt: 1 } },
  verifiedAt: 1,
  active: { sealed: 's', verifiedAt: 1, catalog: { refresh: { at: 1, outcome: 'built' }, pass } },
  pending: undefined,
});
