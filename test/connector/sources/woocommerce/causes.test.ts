import type { RequestListener } from 'node:http';
import { causes } from '../../../../connector/sources/woocommerce/causes.ts';
import { woocommerce } from '../../../../connector/sources/woocommerce/source.ts';
import { sampleKey, woocommerceApi, wordpressError } from '../../../../dev/sample-shop/apis/woocommerce.ts';
import { products } from '../../../../dev/sample-shop/products.ts';
import { serveCall } from '../../../../dev/sample-shop/serve-call.ts';
import { describeCauses } from '../../../contracts/shop-causes.ts';

const api = woocommerceApi(products);
const played: RequestListener = (request, response) => void serveCall(api, request, response);
const page = (status: number, headers: Record<string, string> = {}): RequestListener => {
  const html = '<!DOCTYPE html><title>Refuge</title><h1>Page non trouvée</h1>';
  return (_, response) => void response.writeHead(status, { 'content-type': 'text/html', ...headers }).end(html);
};
const error = (status: number, code: string, message = 'Désolé.'): RequestListener => {
  return (request, response) => void serveCall(() => wordpressError(status, code, message), request, response);
};
const visitor = (shopUrl: string) => ({ shopUrl });
const keyed = (shopUrl: string) => ({ shopUrl, ...sampleKey });
const authentication = 'woocommerce_rest_authentication_error';

/** The shop stands at another host, whose pages answer under this one's address. */
const moved: RequestListener = (request, response) => {
  const { host = '' } = request.headers;
  if (host.startsWith('localhost')) return played(request, response);
  const location = `http://${host.replace('127.0.0.1', 'localhost')}${request.url}`;
  process.env.LOCAL_SHOP_HOSTS += `,${host.replace('127.0.0.1', 'localhost')}`;
  response.writeHead(301, { location }).end();
};

describeCauses('woocommerce', woocommerce, causes, {
  notWordPress: { answer: page(404), credentials: visitor },
  noWooCommerce: { answer: error(404, 'rest_no_route'), credentials: visitor },
  otherHost: { answer: moved, credentials: keyed },
  storeClosed: { answer: error(401, 'rest_login_required'), credentials: visitor },
  keyMissing: { answer: played, credentials: (shopUrl) => ({ shopUrl, consumerSecret: sampleKey.consumerSecret }) },
  secretMissing: { answer: played, credentials: (shopUrl) => ({ shopUrl, consumerKey: sampleKey.consumerKey }) },
  wrongSecret: {
    answer: played,
    credentials: (shopUrl) => ({ ...keyed(shopUrl), consumerSecret: `cs_${'0'.repeat(40)}` }),
  },
  writeOnly: {
    answer: error(401, authentication, 'The API key provided does not have read permissions.'),
    credentials: keyed,
  },
  keyUnknown: {
    answer: played,
    credentials: (shopUrl) => ({ ...keyed(shopUrl), consumerKey: `ck_${'0'.repeat(40)}` }),
  },
  missingRight: { answer: error(403, 'woocommerce_rest_cannot_view'), credentials: keyed },
  restClosed: { answer: error(403, 'rest_forbidden'), credentials: keyed },
  maintenance: { answer: page(503, { 'retry-after': '600' }), credentials: visitor },
  noTotal: {
    answer: (request, response) =>
      void serveCall((call) => ({ ...api(call)!, headers: { 'content-type': 'application/json' } }), request, response),
    credentials: visitor,
  },
  empty: { answer: (request, response) => void serveCall(woocommerceApi([]), request, response), credentials: visitor },
});
