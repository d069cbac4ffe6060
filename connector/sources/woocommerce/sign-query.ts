import { createHmac, randomBytes } from 'node:crypto';

/**
 * Signs the query of a GET by OAuth 1.0a (RFC 5849 §3.4) without a token, as WooCommerce takes it where it sees no header: the secret
 * itself is not in the address.
 */
export function signQuery(address: string, key: string, secret: string): string {
  const url = new URL(address);
  const given = {
    oauth_consumer_key: key,
    oauth_nonce: randomBytes(16).toString('hex'),
    oauth_signature_method: 'HMAC-SHA256',
    oauth_timestamp: String(Math.floor(Date.now() / 1000)),
  };
  for (const [name, value] of Object.entries(given)) url.searchParams.set(name, value);
  url.searchParams.set('oauth_signature', signatureOf(url, secret));
  return url.href;
}

function signatureOf(url: URL, secret: string): string {
  const pairs = [...url.searchParams]
    .filter(([name]) => name !== 'oauth_signature')
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .sort();
  const base = ['GET', encode(url.origin + url.pathname), encode(pairs.join('&'))].join('&');
  return createHmac('sha256', `${secret}&`).update(base).digest('base64');
}

/** RFC 3986, which escapes more than JavaScript does. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}
