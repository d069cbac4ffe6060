import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { refuseStranger } from './refuse-stranger.ts';

export interface LocalServer {
  /** Without a slash at the end. */
  url: string;
  /** Ends every connection. */
  close(): Promise<void>;
}

/**
 * Serves on 127.0.0.1 only, and what is addressed to this machine only (`refuseStranger`); port 0 takes a free one. A port
 * in use is an error that says so. The server's listeners must be there already.
 */
export async function listenLocally(server: Server, port: number): Promise<LocalServer> {
  for (const event of ['request', 'checkContinue']) keepStrangersFrom(server, event);
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    throw portError(error, port);
  }
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** Nothing that listens hears of a request that is refused. */
function keepStrangersFrom(server: Server, event: string): void {
  const listeners = server.listeners(event) as RequestListener[];
  if (listeners.length === 0) return;
  server.removeAllListeners(event);
  server.on(event, (request, response) => {
    const stranger = refuseStranger(request, request.socket.localPort ?? 0);
    if (!stranger) return listeners.forEach((listener) => void listener(request, response));
    const headers = { 'content-type': 'application/json', 'x-content-type-options': 'nosniff', connection: 'close' };
    response.writeHead(stranger.status, headers).end(JSON.stringify({ message: stranger.message }));
  });
}

/** Says which port is taken; any other error as it is. */
function portError(error: unknown, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return new Error(
      `Port ${port} is in use: end what listens there, or set PORT, DESK_PORT, SHOP_PORT or AWS_PORT to another.`,
    );
  }
  if (code === 'EACCES') return new Error(`Port ${port} may not be used: choose one above 1023.`);
  return error;
}
