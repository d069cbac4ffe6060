import { afterEach, describe, expect, it } from 'vitest';
import { deadlineIn } from '../../../connector/deadline.ts';
import { fetchFromShop } from '../../../connector/guarded-http/shop-http.ts';
import { parseWebsite } from '../../../connector/website.ts';
import { closeShops, startShop } from '../../helpers/hostile-shop.ts';

const html = { 'content-type': 'text/html; charset=UTF-8' };

async function failureOf(status: number, headers: Record<string, string>, body: string) {
  const shop = await startShop((_, response) => void response.writeHead(status, headers).end(body));
  const call = { website: parseWebsite('ha-1')!, deadline: deadlineIn(10_000) };
  return fetchFromShop({ url: shop.url, maxBytes: 1_000 }, call).catch((error: unknown) => error as Error);
}

afterEach(closeShops);

describe('a protection against bots that answers in the shop’s place', () => {
  it.each([
    ['Cloudflare', 403, { ...html, 'cf-mitigated': 'challenge' }, '<title>Just a moment...</title>'],
    ['Cloudflare’s block page', 403, html, '<title>Attention Required! | Cloudflare</title>'],
    ['Cloudflare, busy', 503, html, '<script src="/cdn-cgi/challenge-platform/h/g/x.js"></script>'],
    ['Akamai', 403, html, '<h1>Access Denied</h1> Reference #18 https://errors.edgesuite.net/18.5e54m3'],
    ['DataDome', 403, { ...html, 'x-datadome': 'protected' }, '<p>5e54m3</p>'],
    ['Imperva', 403, html, '<script src="/_Incapsula_Resource?x=1"></script>'],
    ['HUMAN', 403, html, '<div id="px-captcha"></div>'],
    ['AWS WAF', 405, { ...html, 'x-amzn-waf-action': 'captcha' }, '<p>Verify</p>'],
    ['Sucuri', 403, html, '<title>Sucuri WebSite Firewall - Access Denied</title>'],
    ['a page of the shop’s own', 429, html, '<p>Please verify that you are human</p>'],
  ])('%s is told as such, and not as a wrong password', async (_, status, headers, body) => {
    const failure = await failureOf(status, headers as Record<string, string>, body);
    expect(failure).toMatchObject({
      reason: 'blocked',
      message: expect.stringContaining('iadvize-product-list-connector'),
    });
    expect(failure).not.toMatchObject({ message: expect.stringContaining('5e54m3') });
  });

  it.each([
    [401, { ...html, 'www-authenticate': 'Basic' }, '<h1>Authorization Required</h1>', 'wrong_credentials'],
    [403, html, '<h1>Forbidden</h1>', 'wrong_credentials'],
    [403, {}, '', 'wrong_credentials'],
    [403, { 'content-type': 'application/json' }, '{"error":"captcha"}', 'wrong_credentials'],
    [429, html, '<h1>Too many requests</h1>', 'throttled'],
    [503, html, '<h1>Maintenance</h1>', 'failed'],
    [500, html, 'captcha', 'failed'],
  ])('is not seen in a plain %i %j %s', async (status, headers, body, reason) => {
    expect(await failureOf(status, headers as Record<string, string>, body)).toMatchObject({ reason });
  });

  it('is looked for in the beginning of a page without end only', async () => {
    const shop = await startShop((_, response) => {
      response.writeHead(403, html);
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(10_000)));
      };
      response.on('drain', more);
      more();
    });
    const call = { website: parseWebsite('ha-1')!, deadline: deadlineIn(10_000) };
    await expect(fetchFromShop({ url: shop.url, maxBytes: 1_000 }, call)).rejects.toMatchObject({
      reason: 'wrong_credentials',
    });
  });
});
