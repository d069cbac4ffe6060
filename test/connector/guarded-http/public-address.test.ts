import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, it } from 'vitest';
import { isPublicAddress } from '../../../connector/guarded-http/public-address.ts';
import { embeddingsOfIPv4 } from '../../helpers/non-public-urls.ts';
import { report, runs } from '../../helpers/runs.ts';

/** First and last address of each block that no shop may have, and the public neighbors before and after it. */
const blocks = [
  ['', '0.0.0.0', '0.255.255.255', '1.0.0.0'],
  ['9.255.255.255', '10.0.0.0', '10.255.255.255', '11.0.0.0'],
  ['100.63.255.255', '100.64.0.0', '100.127.255.255', '100.128.0.0'],
  ['126.255.255.255', '127.0.0.0', '127.255.255.255', '128.0.0.0'],
  ['168.63.129.15', '168.63.129.16', '168.63.129.16', '168.63.129.17'],
  ['169.253.255.255', '169.254.0.0', '169.254.255.255', '169.255.0.0'],
  ['172.15.255.255', '172.16.0.0', '172.31.255.255', '172.32.0.0'],
  ['191.255.255.255', '192.0.0.0', '192.0.0.255', '192.0.1.0'],
  ['192.0.1.255', '192.0.2.0', '192.0.2.255', '192.0.3.0'],
  ['192.31.195.255', '192.31.196.0', '192.31.196.255', '192.31.197.0'],
  ['192.52.192.255', '192.52.193.0', '192.52.193.255', '192.52.194.0'],
  ['192.88.98.255', '192.88.99.0', '192.88.99.255', '192.88.100.0'],
  ['192.167.255.255', '192.168.0.0', '192.168.255.255', '192.169.0.0'],
  ['192.175.47.255', '192.175.48.0', '192.175.48.255', '192.175.49.0'],
  ['198.17.255.255', '198.18.0.0', '198.19.255.255', '198.20.0.0'],
  ['198.51.99.255', '198.51.100.0', '198.51.100.255', '198.51.101.0'],
  ['203.0.112.255', '203.0.113.0', '203.0.113.255', '203.0.114.0'],
  ['223.255.255.255', '224.0.0.0', '255.255.255.255', ''],
  ['', '::', '1fff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '2000::'],
  ['2000:ffff::', '2001::', '2001:1ff:ffff:ffff:ffff:ffff:ffff:ffff', '2001:200::'],
  ['2001:db7:ffff::', '2001:db8::', '2001:db8:ffff:ffff:ffff:ffff:ffff:ffff', '2001:db9::'],
  ['2001:ffff::', '2002::', '2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff', '2003::'],
  ['2620:4f:7fff::', '2620:4f:8000::', '2620:4f:8000:ffff:ffff:ffff:ffff:ffff', '2620:4f:8001::'],
  ['3ffd:ffff::', '3ffe::', '3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff', ''],
  ['', '3fff::', '3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff', '3fff:1000::'],
  ['', '4000::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff', ''],
] as const;

const ipv4 = fc.ipV4();
/** Random ones, and ones that begin like the special blocks. */
const ipv6 = fc
  .tuple(
    fc.oneof(
      fc.constantFrom(0, 0x64, 0x100, 0x2000, 0x2001, 0x2002, 0x2620, 0x3ffe, 0x3fff, 0x5f00, 0xfc00, 0xfe80, 0xff02),
      fc.nat(0xffff),
    ),
    fc.oneof(fc.constantFrom(0, 1, 2, 3, 4, 0x10, 0x20, 0x30, 0x4f, 0xdb8, 0xff9b), fc.nat(0xffff)),
    fc.array(fc.oneof(fc.constantFrom(0, 1, 0x8000, 0xffff), fc.nat(0xffff)), { minLength: 6, maxLength: 6 }),
  )
  .map(([first, second, rest]) => [first, second, ...rest].map((part) => part.toString(16)).join(':'));

describe('isPublicAddress', () => {
  it.each(blocks)('refuses from %2$s to %3$s and nothing beside', (before, first, last, after) => {
    expect([first, last].map(isPublicAddress)).toEqual([false, false]);
    expect([before, after].filter(Boolean).every(isPublicAddress)).toBe(true);
  });

  it('agrees with ipaddr.js on every IPv4 address, but for a cloud metadata service', ({ task }) => {
    fc.assert(
      fc.property(ipv4, (address) => {
        const expected = ipaddr.parse(address).range() === 'unicast' && address !== '168.63.129.16';
        expect(isPublicAddress(address)).toBe(expected);
      }),
      { numRuns: runs(2_000, 50_000) },
    );
    report(task, `${runs(2_000, 50_000)} addresses`);
  });

  it('lets no IPv6 address pass that ipaddr.js knows as special', ({ task }) => {
    fc.assert(
      fc.property(ipv6, (address) => {
        const special = ipaddr.parse(address).range() !== 'unicast';
        expect(special && isPublicAddress(address)).toBe(false);
      }),
      { numRuns: runs(5_000, 50_000) },
    );
    report(task, `${runs(5_000, 50_000)} addresses`);
  });

  it('refuses every IPv6 form that carries an IPv4 address, whatever the address', ({ task }) => {
    fc.assert(
      fc.property(ipv4, (address) => {
        expect(embeddingsOfIPv4(address).filter(isPublicAddress)).toEqual([]);
      }),
      { numRuns: runs(500, 10_000) },
    );
    report(task, `${runs(500, 10_000)} addresses × ${embeddingsOfIPv4('0.0.0.0').length} forms`);
  });

  it('accepts the addresses that shops have', () => {
    const shops = ['8.8.8.8', '23.227.38.65', '93.184.216.34', '2606:4700::6810:84e5', '2a00:1450:4007:80e::200e'];
    expect(shops.filter((address) => !isPublicAddress(address))).toEqual([]);
  });

  it.each([
    '',
    'localhost',
    '127.1',
    '0x7f.1',
    '1.2.3.4.',
    '[2a00::1]',
    '2a00::1%eth0',
    'fe80::1%1',
    '8.8.8.8/0',
    '::g',
  ])('refuses what is no plain address: %j', (text) => {
    expect(isPublicAddress(text)).toBe(false);
  });
});
