import { isIP } from 'node:net';
import { environment } from '../environment.ts';
import { isPublicAddress } from './public-address.ts';

/** Signed download links of object stores, which feeds redirect to, are about 2,000 characters long. */
const maxLength = 4096;

/**
 * Reads an address that a merchant typed, or that a shop redirects to from `base`. Undefined unless it is https on the
 * default port, without user or password, and not on a non-public IP address. What a name resolves to is checked where
 * it is connected to.
 */
export function parseShopUrl(text: string, base?: URL): URL | undefined {
  if (text.length > maxLength) return undefined;
  const url = URL.parse(text, base?.href);
  if (!url || url.username || url.password) return undefined;
  if (isAllowListed(url)) return url;
  if (url.protocol !== 'https:' || url.port) return undefined;
  // Not every server knows its name with a dot behind it.
  url.hostname = url.hostname.replace(/\.$/, '');
  const host = url.hostname.replace(/[[\]]/g, '');
  return isIP(host) && !isPublicAddress(host) ? undefined : url;
}

/** One of the `host:port` pairs that the local run may reach by http, on any port and at any address. */
export function isAllowListed({ protocol, hostname, port }: URL): boolean {
  const defaultPort = { 'http:': '80', 'https:': '443' }[protocol];
  return defaultPort !== undefined && environment.localShops.has(`${hostname}:${port || defaultPort}`);
}
