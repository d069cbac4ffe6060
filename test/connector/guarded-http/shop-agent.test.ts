import dns, { type LookupAddress } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { agentFor } from '../../../connector/guarded-http/shop-agent.ts';
import { websiteOf } from '../../../connector/website.ts';

const https = new URL('https://shop.example.com/');
const agentOf = (number: number) => agentFor(websiteOf('sd', number)!, https);

describe('agentFor', () => {
  it('keeps one agent per website', () => {
    expect(agentOf(1)).toBe(agentOf(1));
    expect(agentOf(1)).not.toBe(agentOf(2));
  });

  it('forgets the websites that were not used for longest, beyond 200', () => {
    const [first, second] = [agentOf(1001), agentOf(1002)];
    for (let number = 1003; number <= 1200; number += 1) agentOf(number);
    expect(agentOf(1001)).toBe(first);
    agentOf(1201);
    expect(agentOf(1001)).toBe(first);
    expect(agentOf(1002)).not.toBe(second);
  });

  it('closes idle sockets by itself, so that a forgotten agent keeps none', () => {
    expect(agentOf(1).options).toMatchObject({ timeout: 5000, keepAlive: true });
  });
});

describe('the look-up of a connection', () => {
  afterEach(() => vi.restoreAllMocks());

  /** As the system's: one address unless all are asked for, of the family that is asked for. */
  function nameResolvesTo(...addresses: string[]) {
    const all = addresses.map((address) => ({ address, family: isIP(address) }));
    vi.spyOn(dns, 'lookup').mockImplementation(((
      _name: string,
      options: dns.LookupOptions,
      callback: (error: Error | null, found: string | LookupAddress[], family?: number) => void,
    ) => {
      const found = all.filter(({ family }) => !options.family || options.family === family);
      if (options.all) callback(null, found);
      else callback(null, found[0]!.address, found[0]!.family);
    }) as never);
  }
  const lookUp = (options: dns.LookupOptions) =>
    new Promise<unknown[]>((resolve) => {
      const { lookup } = agentOf(1).options as { lookup: LookupFunction };
      lookup('shop.example.com', options, (...answer) => resolve(answer));
    });
  const refused = [expect.objectContaining({ message: 'The name resolves to an address that is not public.' }), []];

  it('brings every address of a public name, also when one was asked for', async () => {
    nameResolvesTo('93.184.216.34', '2606:4700::1');
    const addresses = [
      { address: '93.184.216.34', family: 4 },
      { address: '2606:4700::1', family: 6 },
    ];
    expect(await lookUp({ all: true })).toEqual([null, addresses]);
    expect(await lookUp({})).toEqual([null, addresses]);
    expect(await lookUp({ family: 6 })).toEqual([null, addresses.slice(1)]);
  });

  it('brings no address of a name that has one that is not public, or none', async () => {
    nameResolvesTo('93.184.216.34', '10.0.0.1');
    expect(await lookUp({ all: true })).toEqual(refused);
    nameResolvesTo();
    expect(await lookUp({ all: true })).toEqual(refused);
  });

  it('brings no address beside the error of the system', async () => {
    const unknown = new Error('getaddrinfo ENOTFOUND shop.example.com');
    vi.spyOn(dns, 'lookup').mockImplementation(((_name: string, _options: object, callback: (e: Error) => void) =>
      callback(unknown)) as never);
    expect(await lookUp({ all: true })).toEqual([unknown, []]);
  });
});
