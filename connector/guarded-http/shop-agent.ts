import dns from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import type { LookupFunction } from 'node:net';
import { BoundedMap } from '../bounded-map.ts';
import type { Website } from '../website.ts';
import { isPublicAddress } from './public-address.ts';
import { isAllowListed } from './shop-url.ts';

/** Calls that still run on a forgotten agent finish; its idle sockets close by themselves. */
const agents = /* @__PURE__ */ new BoundedMap<string, https.Agent>(200);

/** The sockets of one website: a shop that is slow or spiteful can exhaust only its own. */
export function agentFor(website: Website, url: URL): https.Agent {
  const allowListed = isAllowListed(url);
  const key = `${website} ${url.protocol} ${allowListed}`;
  const known = agents.get(key);
  if (known) return known;
  const agent = createAgent(url.protocol, allowListed);
  agents.set(key, agent);
  return agent;
}

function createAgent(protocol: string, allowListed: boolean): https.Agent {
  const { Agent } = protocol === 'http:' ? http : https;
  return new Agent({
    keepAlive: true,
    maxSockets: 8,
    maxFreeSockets: 2,
    // Closes idle sockets only.
    timeout: 5000,
    rejectUnauthorized: true,
    autoSelectFamily: true,
    // The default of 250 ms gives up on routes that are merely slow (nodejs/node#54359).
    autoSelectFamilyAttemptTimeout: 1000,
    ...(allowListed ? {} : { lookup: publicLookup }),
  } as https.AgentOptions) as https.Agent;
}

/**
 * Runs inside each connection, so what was checked is what is connected to. One non-public address spoils the name:
 * which of them is tried is up to the network. Always answers the whole list, as `autoSelectFamily` asks for.
 */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  dns.lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) callback(error, []);
    else if (addresses.length > 0 && addresses.every(({ address }) => isPublicAddress(address)))
      callback(null, addresses);
    else callback(new Error('The name resolves to an address that is not public.'), []);
  });
};
