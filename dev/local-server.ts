import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LocalServer {
  /** Without a slash at the end. */
  url: string;
  /** Ends every connection. */
  close(): Promise<void>;
}

/** Serves on 127.0.0.1 only; port 0 takes a free one. A port in use is an error that says so. */
export async function listenLocally(server: Server, port: number): Promise<LocalServer> {
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

/** Says which port is taken; any other error as it is. */
export function portError(error: unknown, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return new Error(
      `Port ${port} is in use: end what listens there, or set PORT, DESK_PORT, SHOP_PORT or AWS_PORT to another.`,
    );
  }
  if (code === 'EACCES') return new Error(`Port ${port} may not be used: choose one above 1023.`);
  return error;
}
