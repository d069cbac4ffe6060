import { BlockList, isIPv4, isIPv6 } from 'node:net';

// The special-purpose registries of IANA, with what they call reachable but no shop lives on (anycast relays, AS112)
// and Azure's 168.63.129.16, which looks public and answers as a host's own metadata service.
const specialIPv4 = blocks('ipv4', [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '168.63.129.16/32',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.31.196.0/24',
  '192.52.193.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '192.175.48.0/24',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
]);

// Global unicast is 2000::/3 and nothing else. What stands outside needs no list: loopback, mapped, compatible and
// translated IPv4, NAT64, unique local, link-local, multicast. Inside it, Teredo and 6to4 carry an IPv4 address too.
const globalUnicast = blocks('ipv6', ['2000::/3']);
const specialIPv6 = blocks('ipv6', [
  '2001::/23',
  '2001:db8::/32',
  '2002::/16',
  '2620:4f:8000::/48',
  '3ffe::/16',
  '3fff::/20',
]);

/** Whether a host of the public internet may have this address, an IPv4 or IPv6 literal without brackets. */
export function isPublicAddress(address: string): boolean {
  if (isIPv4(address)) return !specialIPv4.check(address, 'ipv4');
  // A zone (`%eth0`) makes an address meaningful on one link only; BlockList would throw on it.
  if (!isIPv6(address) || address.includes('%')) return false;
  return globalUnicast.check(address, 'ipv6') && !specialIPv6.check(address, 'ipv6');
}

function blocks(family: 'ipv4' | 'ipv6', ranges: string[]): BlockList {
  const list = new BlockList();
  for (const range of ranges) {
    const [network = '', prefix] = range.split('/');
    list.addSubnet(network, Number(prefix), family);
  }
  return list;
}
