import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { startLocalAws } from '../../dev/aws/local-aws.ts';
import { startDeskServer } from '../../dev/desk/desk-server.ts';
import { startGateway } from '../../dev/gateway.ts';
import { localApiKey, startShopServer } from '../../dev/shop-server.ts';
import { rawRequest } from '../helpers/raw-request.ts';
import { runs, seed } from '../helpers/runs.ts';

interface Served {
  url: string;
  close(): Promise<void>;
}

/** Every server that a local run starts, and what one answers to `GET /` of its own. */
const starts: Record<string, { start: () => Promise<Served>; status: number }> = {
  connector: { start: () => startGateway(0, () => {}), status: 404 },
  desk: {
    start: () => startDeskServer({ port: 0, files: new Map(), routes: new Map(), subscribe: () => () => {} }),
    status: 404,
  },
  shop: { start: () => startShopServer(0), status: 200 },
  aws: {
    async start() {
      const { access, close } = await startLocalAws();
      return { url: access.endpoint, close };
    },
    status: 403,
  },
};

const noTrace = /\bat .+:\d+|node:internal|\.ts\b|file:\/\//;

describe.each(Object.entries(starts))('the local %s', (_, { start, status }) => {
  let served: Served;
  let port = 0;
  beforeAll(async () => {
    served = await start();
    port = Number(new URL(served.url).port);
  });
  afterAll(() => served.close());
  afterEach(() => {
    vi.restoreAllMocks();
  });

  const get = (target: string, host = `127.0.0.1:${port}`, more = '') =>
    rawRequest(port, `GET ${target} HTTP/1.1\r\nHost: ${host}\r\n${more}Connection: close\r\n\r\n`);

  it('answers by either name of this machine', async () => {
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `LocalHost:${port}`]) {
      expect([host, (await get('/', host)).status]).toEqual([host, status]);
    }
  });

  it('answers to no other name, whatever is asked', async () => {
    const hosts = [
      ...['evil.example', 'evil.example:80', '127.0.0.1', 'localhost', '', '127.0.0.1:1', 'localhost:', '0.0.0.0:0'],
      ...[
        'evil.example',
        '[::1]',
        '127.1',
        '2130706433',
        '0.0.0.0',
        'localhost.',
        '127.0.0.1.nip.io',
        'x@127.0.0.1',
      ].map((name) => `${name}:${port}`),
      ...[`127.0.0.1:${port}.evil.example`, `127.0.0.1:0${port}`, `127.0.0.1:${port},evil.example`],
    ];
    for (const host of hosts) {
      for (const target of ['/', '//', 'http://evil.example/']) {
        const answer = await get(target, host);
        expect([host, target, answer.status]).toEqual([host, target, 403]);
        expect(answer.text).not.toContain('evil.example');
      }
    }
  });

  it('wants one Host, and only one', async () => {
    const [ours, theirs] = [`Host: 127.0.0.1:${port}\r\n`, 'Host: evil.example\r\n'];
    const heads = [
      `GET / HTTP/1.1\r\n${ours}${theirs}`,
      `GET / HTTP/1.1\r\n${theirs}${ours}`,
      `GET / HTTP/1.1\r\n${ours}${ours}`,
      'GET / HTTP/1.0\r\n',
      `POST / HTTP/1.1\r\n${theirs}Expect: 100-continue\r\nContent-Length: 5\r\n`,
      `GET / HTTP/1.1\r\n${theirs}Connection: Upgrade\r\nUpgrade: websocket\r\n`,
    ];
    for (const head of heads) {
      expect([head, (await rawRequest(port, `${head}Connection: close\r\n\r\n`)).status]).toEqual([head, 403]);
    }
    // Without one HTTP/1.1 is malformed; a tunnel is nobody's to open.
    expect((await rawRequest(port, 'GET / HTTP/1.1\r\nConnection: close\r\n\r\n')).status).toBe(400);
    expect((await rawRequest(port, `CONNECT evil.example:443 HTTP/1.1\r\n${ours}\r\n`)).text).toBe('');
  });

  it.each([
    ...['//', '//evil.example', '///', '/\\', '/\\evil.example', '\\', '*', '?', 'products', '.', '..'],
    ...[
      'http://',
      'http:///',
      'http://evil.example/',
      'HTTP://127.0.0.1/',
      'https://x',
      'javascript:x',
      'evil.example:443',
    ],
    ...['/%', '/%zz', '/%2', '/a#b', '/a"b', '/<x>', '/a\\b', '/é', '/{}', '/`', '/a|b', '/a\tb'],
  ])('refuses the target %j', async (target) => {
    const { status: answered, text } = await get(target);
    expect([400, 404]).toContain(answered);
    expect(text).not.toMatch(noTrace);
    expect(answered).toBe(400);
  });

  it('survives every target: no fault, no trace, and it answers on', async () => {
    const complaints = vi.spyOn(console, 'error').mockImplementation(() => {});
    const piece = fc.constantFrom(
      ...[
        '/',
        '//',
        '\\',
        '..',
        '.',
        '%',
        '%2f',
        '%00',
        '%ff',
        '%c3%a9',
        '?',
        '#',
        '@',
        ':',
        'http:',
        'api',
        'feed.xml',
      ],
      ...['api/2', 'website/1', 'products', 'bucket', 'list-type=2', 'key=', '=', '&', '[', ']', '{', '"', '<', '`'],
    );
    const letter = fc.integer({ min: 0x21, max: 0xff }).map((code) => String.fromCharCode(code));
    const target = fc
      .array(fc.oneof({ arbitrary: piece, weight: 4 }, letter), { minLength: 1, maxLength: 12 })
      .map((parts) => parts.join(''));
    const slashed = fc.oneof(
      target,
      target.map((text) => `/${text}`),
    );
    await fc.assert(
      fc.asyncProperty(slashed, async (text) => {
        const answer = await get(text);
        expect(answer.status, answer.text).toBeGreaterThanOrEqual(200);
        expect(answer.status, answer.text).toBeLessThan(500);
        expect(answer.text).not.toMatch(noTrace);
      }),
      { numRuns: runs(150, 3_000), seed },
    );
    expect((await get(`/${'a'.repeat(70_000)}`)).status).toBeLessThan(500);
    expect((await get('/')).status).toBe(status);
    expect(complaints).not.toHaveBeenCalled();
  });
});

describe('pages in a browser of this machine', () => {
  const pages = [
    'Origin: https://evil.example',
    'Origin: null',
    'Origin: http://127.0.0.1:1',
    'Sec-Fetch-Site: cross-site',
    'Sec-Fetch-Site: same-site',
  ];

  it('may not ask the REST API who owns a website, but may show the shop’s pictures', async () => {
    const shop = await startShopServer(0);
    const port = Number(new URL(shop.url).port);
    const get = (target: string, more: string) =>
      rawRequest(port, `GET ${target} HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${more}\r\nConnection: close\r\n\r\n`);
    for (const page of pages) {
      expect((await get(`/api/2/website/1?key=${localApiKey}`, page)).status).toBe(403);
      expect((await get('/feed.xml', page)).status).toBe(200);
    }
    expect((await get(`/api/2/website/1?key=${localApiKey}`, 'Sec-Fetch-Site: none')).status).toBe(200);
    await shop.close();
  });

  it('may not call the local AWS, in either of its protocols', async () => {
    const { access, close } = await startLocalAws();
    const port = Number(new URL(access.endpoint).port);
    for (const page of pages) {
      for (const protocol of ['X-Amz-Target: TrentService.Decrypt', 'Accept: */*']) {
        const { status, text } = await rawRequest(
          port,
          `GET / HTTP/1.1\r\nHost: 127.0.0.1:${port}\r\n${page}\r\n${protocol}\r\nConnection: close\r\n\r\n`,
        );
        expect([page, status]).toEqual([page, 403]);
        expect(text).toMatch(/AccessDenied/);
      }
    }
    await close();
  });
});
