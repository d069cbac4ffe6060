import type { TypedParameters } from '../platform/platform-client.ts';

/** Of what was typed at the start, never in the desk: only hosts of this machine, any other keeps to the guard. */
export function loopbackHosts(typed: TypedParameters): string[] {
  return Object.values(typed).flatMap((value) => {
    const url = URL.parse(String(value));
    const isLoopback =
      url && /^https?:$/.test(url.protocol) && /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
    return isLoopback ? [hostAndPort(url)] : [];
  });
}

export function hostAndPort({ hostname, port, protocol }: URL): string {
  return `${hostname}:${port || (protocol === 'https:' ? '443' : '80')}`;
}
