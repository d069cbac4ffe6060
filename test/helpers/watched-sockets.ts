import dns, { type LookupAddress } from 'node:dns';
import net, { isIP, type Socket } from 'node:net';
import { vi } from 'vitest';

export interface WatchedSockets {
  /** Addresses that a connection was let go to. Only those of `127.0.0.1` are really connected. */
  reached: string[];
  /** The same with their ports. */
  connections: { address: string; port: number }[];
  /** Names that were looked up. */
  lookedUp: string[];
}

/**
 * Watches every connection of this process until `vi.restoreAllMocks`; nothing leaves the machine. Names resolve as
 * `names` says: a list of addresses each time, or one list after the other.
 */
export function watchSockets(names: Record<string, readonly string[] | string[][]> = {}): WatchedSockets {
  const reached: string[] = [];
  const connections: { address: string; port: number }[] = [];
  const lookedUp: string[] = [];

  const connect = net.Socket.prototype.connect as (this: Socket, ...args: unknown[]) => Socket;
  vi.spyOn(net.Socket.prototype, 'connect').mockImplementation(function (this: Socket, ...args: unknown[]) {
    const [options] = args.flat() as [{ host?: string; path?: string; port?: number } | undefined];
    const stops = (address: string) => {
      reached.push(address);
      connections.push({ address, port: Number(options?.port) });
      if (address === '127.0.0.1') return false;
      this.destroy(new Error('The watch lets nothing out.'));
      return true;
    };
    // Comes for every address of the connection's own lookup, before the first is tried.
    this.on('lookup', (_error, address) => address && stops(address));
    if (options?.path && stops(options.path)) return this;
    if (options?.host && isIP(options.host) && stops(options.host)) return this;
    return connect.apply(this, args);
  } as never);

  const { lookup } = dns;
  const resolve = (name: string, options: unknown, callback: (error: unknown, found?: LookupAddress[]) => void) => {
    if (isIP(name)) return lookup(name, options as dns.LookupOptions, callback as never);
    lookedUp.push(name);
    const answers = names[name] ?? [];
    const addresses = Array.isArray(answers[0]) ? (answers as string[][]).shift()! : (answers as string[]);
    const found = addresses.map((address) => ({ address, family: isIP(address) }));
    const unknown = Object.assign(new Error(`getaddrinfo ENOTFOUND ${name}`), { code: 'ENOTFOUND' });
    setImmediate(() => (found.length > 0 ? callback(null, found) : callback(unknown)));
  };
  vi.spyOn(dns, 'lookup').mockImplementation(resolve as never);
  return { reached, connections, lookedUp };
}
