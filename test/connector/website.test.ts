import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { numberOf, parseWebsite, platformOf, websiteOf } from '../../connector/website.ts';

fc.configureGlobal({ seed: 1 });

describe('a website', () => {
  test.each(['ha-123', 'HA-123', ' Ha-123\n', 'ha-123\t'])('reads %j as ha-123', (text) => {
    expect(parseWebsite(text)).toBe('ha-123');
  });

  test.each([
    '',
    'ha',
    'ha-',
    '-1',
    '123',
    'ha-0',
    'ha-012',
    'ha--1',
    'ha-1.5',
    'ha-1e3',
    'ha 1',
    'ha-1 2',
    'ha-1-2',
    'h1-1',
    'hà-1',
    'abcdefghi-1',
    `ha-${'9'.repeat(16)}`,
    'ha-1\nsd-2',
    'ha-١',
  ])('refuses %j', (text) => {
    expect(parseWebsite(text)).toBeUndefined();
  });

  test('is one key, whichever way it comes', () => {
    expect(websiteOf(' SD ', 42)).toBe(parseWebsite('sd-42'));
  });

  test.each([0, -1, 1.5, 1e21, Number.NaN, Number.POSITIVE_INFINITY])('has no number %d', (number) => {
    expect(websiteOf('ha', number)).toBeUndefined();
  });

  test('gives back its platform and its number', () => {
    const platforms = fc.stringMatching(/^[a-z]{1,8}$/);
    fc.assert(
      fc.property(platforms, fc.integer({ min: 1, max: 999_999_999_999_999 }), (platform, number) => {
        const website = websiteOf(platform.toUpperCase(), number)!;
        expect([platformOf(website), numberOf(website)]).toEqual([platform, number]);
      }),
    );
  });

  test('reads any text without throwing, and what it accepts only once', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const website = parseWebsite(text);
        if (website !== undefined) expect(parseWebsite(website)).toBe(website);
      }),
    );
  });
});
