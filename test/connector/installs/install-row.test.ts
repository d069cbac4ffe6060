import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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
  const installs: fc.Arbitrary<Install> = fc.record({
    versions: fc.dictionary(fc.uuid(), fc.record({ installedAt: time, uninstalledAt: time }, { requiredKeys: [] }), {
      maxKeys: 4,
      noNullPrototype: true,
    }),
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
  const good = written({ ...untouched, active: { sealed: 'a secret', verifiedAt: 1 } });

  it.each(['1e3', '1.5', ' 1', '1 ', '0x1', '', 'x1', '12345678901234567', '--1'])('is one with the number %j', (N) => {
    expect(() => parseRow({ ...good, revision: { N } })).toThrow(
      /^The row of ha-1 in the install table is corrupt\. revision\b/,
    );
  });

  it('is said to be so with its website and the place, without the value', () => {
    const broken = { ...good, active: { M: { sealed: { N: 'a secret' }, verifiedAt: { N: '1' } } } };
    expect(() => parseRow(broken)).toThrow(
      /^The row of ha-1 in the install table is corrupt\. active\.M\.sealed\b(?!.*a secret)/,
    );
  });

  it('is one without a website, or with a key that is none', () => {
    const { website: _, ...nameless } = good;
    expect(() => parseRow(nameless)).toThrow(
      /^The row of an unknown website in the install table is corrupt\. website/,
    );
    expect(() => parseRow({ ...good, website: { S: 'nowhere' } })).toThrow(
      'The row of an unknown website in the install table is corrupt. website: expected one such as ha-123',
    );
  });
});
