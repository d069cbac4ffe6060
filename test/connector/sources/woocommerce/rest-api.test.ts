import type { RequestListener } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { causes } from '../../../../connector/sources/woocommerce/causes.ts';
import { woocommerce } from '../../../../connector/sources/woocommerce/source.ts';
import { sampleKey, woocommerceApi } from '../../../../dev/sample-shop/apis/woocommerce.ts';
import { products } from '../../../../dev/sample-shop/products.ts';
import { serveCall } from '../../../../dev/sample-shop/serve-call.ts';
import { shopWith } from '../../../contracts/shop-with.ts';
import { closeShops, startShop } from '../../../helpers/hostile-shop.ts';

const api = woocommerceApi(products);
const played: RequestListener = (request, response) => void serveCall(api, request, response);
const notFound: RequestListener = (_, response) => {
  response.writeHead(404, { 'content-type': 'text/html' }).end('<!doctype html><title>Page non trouvée</title>');
};

/** Where WordPress says that its API is, and only there. */
function wordpressWith(root: (origin: string) => string, says = true): RequestListener {
  return (request, response) => {
    const origin = `http://${request.headers.host}`;
    const path = root(origin).slice(origin.length);
    if (says) response.setHeader('link', `<${root(origin)}>; rel="https://api.w.org/", <${origin}/>; rel=shortlink`);
    if (!request.url!.startsWith(path)) return notFound(request, response);
    const route = request.url!.slice(path.length);
    request.url = path.includes('?') ? `/?rest_route=/${route}` : `/wp-json/${route}`;
    played(request, response);
  };
}

async function proofAt(answer: RequestListener, settings = {}, folder = '') {
  const asked: string[] = [];
  const { url } = await startShop((request, response) => {
    asked.push(`${request.url} ${request.headers.authorization ?? ''}`);
    answer(request, response);
  });
  const proof = await woocommerce.verify(shopWith({ shopUrl: new URL(url).origin + folder, ...settings }));
  return { proof, asked };
}

describe('the REST API of a WordPress', () => {
  afterEach(closeShops);

  it.each<[string, RequestListener, string]>([
    ['with plain permalinks', wordpressWith((origin) => `${origin}/index.php?rest_route=/`), ''],
    ['with plain permalinks, though nothing says so', wordpressWith((origin) => `${origin}/?rest_route=/`, false), ''],
    ['in a folder', wordpressWith((origin) => `${origin}/blog/wp-json/`), '/blog'],
    ['in another folder than the shop page that was typed', wordpressWith((origin) => `${origin}/wp-json/`), '/shop'],
    ['under a name of its own', wordpressWith((origin) => `${origin}/api/`), ''],
  ])('is found %s', async (_, answer, folder) => {
    expect((await proofAt(answer, {}, folder)).proof).toMatch(/^60 products/);
    closeShops();
    expect((await proofAt(answer, sampleKey, folder)).proof).toMatch(/^60 products/);
  });

  it('is not looked for at another host, whatever the page says', async () => {
    const answer = wordpressWith(() => 'http://localhost:1/wp-json/');
    await expect(proofAt(answer)).rejects.toMatchObject({ parameter: 'shopUrl', message: /No WordPress/ });
  });

  it('gets a signed query where the web server keeps the key from WordPress, never the secret', async () => {
    const { proof, asked } = await proofAt((request, response) => {
      delete request.headers.authorization;
      played(request, response);
    }, sampleKey);
    expect(proof).toMatch(/^60 products/);
    const [first, ...others] = asked;
    expect(first).toMatch(/Basic \w+/);
    expect(others.length).toBeGreaterThan(2);
    for (const request of others) {
      expect(request).toMatch(/oauth_signature=[^&]+ $/);
      expect(request).not.toContain(sampleKey.consumerSecret);
    }
  });

  it('gets no signed query twice, for WooCommerce takes the second one for a forged one', async () => {
    let asked: string[] = [];
    const reading = proofAt((request, response) => {
      delete request.headers.authorization;
      if (!request.url!.includes('oauth_nonce=')) return played(request, response);
      asked = [...asked, request.url!];
      response.writeHead(503).end();
    }, sampleKey);
    await expect(reading).rejects.toMatchObject({ reason: 'failed' });
    expect(asked).toHaveLength(1);
  });

  it('closed by a web page is closed to a key as well, which no merchant is asked for', async () => {
    const guarded = proofAt((_, response) => {
      response.writeHead(401, { 'content-type': 'text/html', 'www-authenticate': 'Basic' }).end('<h1>Staging</h1>');
    });
    await expect(guarded).rejects.toMatchObject({ message: causes.restClosed.message, parameter: undefined });
  });

  it('is told from a web page that a cache answers in its place', async () => {
    const { proof } = await proofAt((request, response) => {
      if (request.url!.startsWith('/wp-json')) response.end('<!doctype html><h1>Refuge</h1>');
      else played(request, response);
    });
    expect(proof).toMatch(/^60 products/);
  });

  it('says that prices are without the tax that a shop with taxes may add', async () => {
    const { proof } = await proofAt((request, response) => {
      if (!request.url!.includes('/settings/general')) return played(request, response);
      const settings = { woocommerce_calc_taxes: 'yes', woocommerce_currency: 'CAD' };
      response.end(JSON.stringify(Object.entries(settings).map(([id, value]) => ({ id, value }))));
    }, sampleKey);
    expect(proof).toMatch(/Prices in CAD, without any tax that the shop adds\.$/);
  });
});
