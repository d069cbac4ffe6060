import { expect, it } from 'vitest';
import { ssoUrl } from '../../../connector/iadvize/sso-url.ts';

it.each([
  ['sd', undefined, 'https://www.iadvize.com/auto-auth.php?auth=abc'],
  ['sd', '/pupitre', 'https://www.iadvize.com/auto-auth.php?auth=abc&url=/pupitre'],
  ['ha', '/users', 'https://ha.iadvize.com/auto-auth.php?auth=abc&url=/users'],
  ['ha', 'go=offers', 'https://ha.iadvize.com/auto-auth.php?auth=abc&url=go%3Doffers'],
])('is the documented link, on %s to %s', (platform, page, url) => {
  expect(ssoUrl({ sso_key: 'abc' }, { platform, ...(page !== undefined && { page }) })).toBe(url);
});

it('says the key and the page whatever they hold', () => {
  const url = new URL(ssoUrl({ sso_key: 'a&url=/x#+ é' }, { platform: 'ha', page: '/users?a=1&b=2#c' }));
  expect(Object.fromEntries(url.searchParams)).toEqual({ auth: 'a&url=/x#+ é', url: '/users?a=1&b=2#c' });
});

it.each([undefined, ''])('refuses an operator whose sso_key is %j', (sso_key) => {
  expect(() => ssoUrl({ sso_key }, { platform: 'ha' })).toThrow('This operator has no sso_key.');
});

it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:x', '', 'a b', '/\r\n'])(
  'refuses %j, which is no place on the platform',
  (page) => {
    expect(() => ssoUrl({ sso_key: 'abc' }, { platform: 'ha', page })).toThrow('must be a place on the platform');
  },
);

it('knows two platforms', () => {
  expect(() => ssoUrl({ sso_key: 'abc' }, { platform: 'xx' })).toThrow('sd and ha');
});
