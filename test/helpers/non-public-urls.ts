const nonPublicIPv4 = [
  '0.0.0.0',
  '10.0.0.1',
  '100.64.0.1',
  '100.100.100.200',
  '127.0.0.1',
  '127.1.2.3',
  '168.63.129.16',
  '169.254.169.254',
  '169.254.170.2',
  '172.31.255.254',
  '192.0.0.192',
  '192.0.2.1',
  '192.168.1.1',
  '198.18.0.1',
  '203.0.113.7',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
];

/** One spelling each that WHATWG URL parsing turns back into the address. */
export function spellingsOfIPv4(address: string): string[] {
  const bytes = address.split('.').map(Number) as [number, number, number, number];
  const [a, b, c, d] = bytes;
  const number = Buffer.from(bytes).readUInt32BE();
  const octal = (value: number) => `0${value.toString(8)}`;
  const hex = (value: number) => `0x${value.toString(16)}`;
  const fullWidth = (text: string) => text.replace(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)));
  const circled = (text: string) =>
    text.replace(/\d/g, (digit) => String.fromCodePoint(digit === '0' ? 0x24ea : 0x245f + Number(digit)));
  return [
    address,
    `${address}.`,
    `${number}`,
    octal(number),
    hex(number),
    hex(number).toUpperCase(),
    `${a}.${(b << 16) | (c << 8) | d}`,
    `${a}.${b}.${(c << 8) | d}`,
    bytes.map(octal).join('.'),
    bytes.map(hex).join('.'),
    `${hex(a)}.${b}.${octal(c)}.${d}`,
    bytes.map((value) => `0000${octal(value)}`).join('.'),
    address.replace(/\d/g, (digit) => `%3${digit}`),
    address.replaceAll('.', '%2e'),
    address.replaceAll('.', '。'),
    address.replaceAll('.', '．'),
    address.replaceAll('.', '｡'),
    fullWidth(address),
    circled(address),
    address.replace('.', '\u00ad.'),
  ];
}

/** IPv6 literals that carry an IPv4 address. */
export function embeddingsOfIPv4(address: string): string[] {
  const bytes = Buffer.from(address.split('.').map(Number));
  const [high, low] = [bytes.readUInt16BE(0).toString(16), bytes.readUInt16BE(2).toString(16)];
  const inverted = [0, 2].map((at) => (bytes.readUInt16BE(at) ^ 0xffff).toString(16));
  return [
    `::ffff:${address}`,
    `::ffff:${high}:${low}`,
    `0:0:0:0:0:ffff:${high}:${low}`,
    `::${address}`,
    `::${high}:${low}`,
    `::ffff:0:${address}`,
    `64:ff9b::${address}`,
    `64:ff9b::${high}:${low}`,
    `64:ff9b:1::${address}`,
    `64:ff9b:1:${high}:${low}::`,
    `2002:${high}:${low}::`,
    `2002:${high}:${low}::${high}:${low}`,
    `2001:0:4136:e378:8000:63bf:${inverted.join(':')}`,
    `2001::${inverted.join(':')}`,
  ];
}

const nonPublicIPv6 = [
  '::',
  '::1',
  '0:0:0:0:0:0:0:1',
  '0000:0000:0000:0000:0000:0000:0000:0001',
  '1::',
  '100::1',
  '1fff:ffff::1',
  '2001:1::1',
  '2001:2::1',
  '2001:10::1',
  '2001:20::1',
  '2001:db8::1',
  '2001:DB8::1',
  '2620:4f:8000::1',
  '3ffe::1',
  '3fff::1',
  '4000::1',
  '5f00::1',
  'fc00::1',
  'fd00:ec2::254',
  'fd20:ce::254',
  'fe80::1',
  'febf::1',
  'fec0::1',
  'ff02::1',
  'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff',
];

/** Https on the default port, and on an address that is not of the public internet. */
export const nonPublicUrls = [
  ...nonPublicIPv4.flatMap(spellingsOfIPv4),
  ...[...nonPublicIPv6, ...nonPublicIPv4.flatMap(embeddingsOfIPv4)].map((address) => `[${address}]`),
].map((host) => `https://${host}/feed.xml`);

/** Public as far as one can see, but not an address that a shop's visitors would use. */
export const irregularUrls = [
  '',
  'feed.xml',
  '/feed.xml',
  '//shop.example.com/feed.xml',
  'shop.example.com/feed.xml',
  'shop.example.com:443',
  'https://',
  'https://?feed',
  'https:// shop.example.com/',
  'https://shop example.com/',
  'https://shop.example.com:8443/',
  'https://shop.example.com:80/',
  'https://shop.example.com:0/',
  'https://shop.example.com:65536/',
  'https://user@shop.example.com/',
  'https://user:password@shop.example.com/',
  'https://:password@shop.example.com/',
  'https://127.0.0.1@shop.example.com/',
  'https://shop.example.com@127.0.0.1/',
  'https://shop.example.com%2f@127.0.0.1/',
  'https://127.0.0.1:443@shop.example.com/',
  'https://127.0.0.1\t:3002/',
  'https://1\n2\n7.0.0.1/',
  '  https://127.0.0.1/  ',
  'https:\\\\127.0.0.1\\feed',
  'https:127.0.0.1',
  'https:////127.0.0.1/',
  'https://[::1',
  'https://::1/',
  'https://[fe80::1%25eth0]/',
  'https://[::1]:3002/',
  'https://256.256.256.256/',
  'https://1.2.3.4.5/',
  'https://0x100000000/',
  'https://shop.example.com\0.evil.example/',
  'https://shop%00.example.com/',
  'http://shop.example.com/',
  'HTTP://SHOP.EXAMPLE.COM/',
  'http://127.0.0.1/',
  'http://169.254.169.254/latest/meta-data/',
  'ftp://shop.example.com/',
  'file:///etc/passwd',
  'file://shop.example.com/feed.xml',
  'data:text/xml,<rss/>',
  'javascript:alert(1)',
  'blob:https://shop.example.com/1',
  'gopher://127.0.0.1:6379/_INFO',
  'wss://shop.example.com/',
  'unix:/var/run/docker.sock',
  'about:blank',
];

/** Names that resolve inside somebody's network when they resolve at all. */
export const innerNames = [
  'localhost',
  'localhost.',
  'LOCALHOST',
  'shop.localhost',
  'localhost.localdomain',
  'intranet',
  'metadata',
  'metadata.google.internal',
  'instance-data.ec2.internal',
  'kubernetes.default.svc.cluster.local',
  'printer.local',
  'router.lan',
  'nas.home.arpa',
  '127.0.0.1.nip.example.com',
  'localtest.example.com',
  'ⓛocalhost',
];
