import { readFileSync } from 'node:fs';
import http, { type RequestListener } from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Server, type Socket } from 'node:net';
import { vi } from 'vitest';

/** A server on localhost that stands on the allow-list until `closeShops`. */
interface LocalShop {
  url: string;
  host: string;
  server: Server;
  sockets: Set<Socket>;
}

const fixture = (name: string) => readFileSync(new URL(`../fixtures/tls/${name}`, import.meta.url), 'utf8');
/** For `127.0.0.1` and `shop.example`; nobody trusts it unless told to. */
export const selfSigned = { cert: fixture('self-signed.pem'), key: fixture('self-signed.key') };

const open = new Set<LocalShop>();

export function startShop(answer: RequestListener): Promise<LocalShop> {
  return start('http', http.createServer({ keepAliveTimeout: 60_000 }, answer));
}

export function startTlsShop(answer: RequestListener): Promise<LocalShop> {
  return start('https', https.createServer(selfSigned, answer));
}

/** Speaks bytes, not HTTP. */
export function startRawShop(converse: (socket: Socket) => void): Promise<LocalShop> {
  return start('http', net.createServer(converse));
}

/** An allow-listed shop whose port nobody listens on. */
export async function closedShop(protocol = 'http'): Promise<LocalShop> {
  const shop = await start(protocol, net.createServer());
  await new Promise((resolve) => shop.server.close(resolve));
  return shop;
}

/** Without the `error` event that `once` of node:events would throw. */
export function closed(socket: Socket | undefined): Promise<void> {
  if (!socket || socket.closed) return Promise.resolve();
  return new Promise((resolve) => void socket.once('close', () => resolve()));
}

export async function closeShops(): Promise<void> {
  for (const { server, sockets } of open) {
    for (const socket of sockets) socket.destroy();
    server.close();
  }
  open.clear();
  vi.unstubAllEnvs();
}

async function start(protocol: string, server: Server): Promise<LocalShop> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    // Clients give up on hostile shops; that is not this server's concern.
    socket.on('error', () => {});
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const shop = { url: `${protocol}://${host}/feed`, host, server, sockets };
  open.add(shop);
  vi.stubEnv('LOCAL_SHOP_HOSTS', [...open].map((other) => other.host).join(','));
  return shop;
}
