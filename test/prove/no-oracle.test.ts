import type { RequestListener } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { deadlineIn } from '../../connector/deadline.ts';
import { variables } from '../../connector/environment.ts';
import { seal } from '../../connector/installs/credential-vault.ts';
import { applyInput } from '../../connector/installs/install-store.ts';
import type { Website } from '../../connector/website.ts';
import { closedShop, closeShops, startRawShop, startTlsShop } from '../helpers/hostile-shop.ts';
import { type InProcessConnector, useInProcessConnector } from '../helpers/in-process-connector.ts';
import { irregularUrls, nonPublicUrls } from '../helpers/non-public-urls.ts';
import { report } from '../helpers/runs.ts';
import { shopFeed } from '../helpers/shop-feed.ts';
import { watchSockets } from '../helpers/watched-sockets.ts';
import { eventOf, json, verificationOf } from './install-steps.ts';
import { traceOf } from './secret-traces.ts';

let connector: InProcessConnector;
/** Where no shop can be reached, each for another reason. */
let places: Record<string, string>;
let websites = 0;

beforeAll(async () => {
  connector = await useInProcessConnector({ secret: 'secret' });
  connector.apiKeys.set('key', () => true);
  const tls = await startTlsShop((_, response) => response.end());
  const shops = {
    closed: await closedShop(),
    tls,
    'hangs up': await startRawShop((socket) => socket.destroy()),
    resets: await startRawShop((socket) => void socket.once('data', () => socket.resetAndDestroy())),
    'changes the protocol': await startRawShop(
      (socket) =>
        void socket.once('data', () =>
          socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n'),
        ),
    ),
    'is no TLS': await startRawShop((socket) => void socket.once('data', () => socket.end('SSH-2.0-OpenSSH_9.9\r\n'))),
  };
  const hosts = [...Object.values(shops).map(({ host }) => host), new URL(connector.shopUrl).host];
  vi.stubEnv(variables.localShops, hosts.join(','));
  watchSockets({
    'private.example': ['10.0.0.1'],
    'loopback.example': ['127.0.0.1'],
    'metadata.example': ['169.254.169.254'],
    'mixed.example': ['93.184.216.34', 'fd00::1'],
    'silent.example': ['93.184.216.34'],
  });
  places = {
    'a private name': 'https://private.example/feed',
    'a loopback name': 'https://loopback.example/feed',
    'a metadata service': 'https://metadata.example/latest/meta-data/',
    'a name that is also private': 'https://mixed.example/feed',
    'an unknown name': 'https://unknown.example/feed',
    'a public name that does not connect': 'https://silent.example/feed',
    'a closed port': shops.closed.url,
    'a closed TLS port': shops.closed.url.replace('http:', 'https:'),
    'a certificate that nobody trusts': tls.url,
    'a TLS port asked without TLS': tls.url.replace('https:', 'http:'),
    'a port without TLS': shops['is no TLS'].url.replace('http:', 'https:'),
    'a shop that hangs up': shops['hangs up'].url,
    'a shop that resets': shops.resets.url,
    'a shop that changes the protocol': shops['changes the protocol'].url,
  };
});
beforeEach(() => {
  connector.output.length = 0;
});
afterAll(async () => {
  await closeShops();
  await connector.close();
});

/** In both dialects. */
async function verify(feedUrl: string): Promise<string[]> {
  const typed = { websiteId: `ha-${++websites}`, iadvizeApiKey: 'key', feedUrl };
  const old = JSON.stringify(Object.entries(typed).map(([id, value]) => ({ id, value, fieldType: 'TEXT' })));
  const answers = [];
  for (const call of [verificationOf(typed), { body: old, headers: json }]) {
    answers.push(JSON.stringify(await connector.call('POST /verification', call)));
  }
  return answers;
}

/** What is stored and answered of a website whose settings were sealed all the same. */
async function refresh(feedUrl: string): Promise<string> {
  const website = `ha-${++websites}` as Website;
  const sealed = await seal(website, { feedUrl }, deadlineIn(10_000));
  await applyInput(website, { type: 'verified', sealed }, deadlineIn(10_000));
  await connector.call('POST /webhooks', eventOf('connector.installed', website));
  await connector.refresh();
  const row = JSON.stringify((await connector.rows()).find((row) => 'S' in row.website! && row.website.S === website));
  const { body: products } = await connector.call('GET /products', { query: `idWebsite=${website}` });
  const { body: categories } = await connector.call('GET /categories', { query: `idWebsite=${website}` });
  const refreshed = /\\"refresh\\":\{(.*?)\}/.exec(row)?.[1]?.replace(/\d{13}/, 'a moment');
  return JSON.stringify([refreshed, products, categories]);
}

it('answers a verification alike in both dialects wherever no shop is reached, also by a redirect', async ({
  task,
}) => {
  let location = '';
  connector.world.shop = (_, response) => void response.writeHead(302, { location }).end();
  const answers: Record<string, string[]> = {};
  for (const [name, url] of Object.entries(places)) {
    answers[name] = await verify(url);
    location = url;
    answers[`a redirect to ${name}`] = await verify(connector.shopUrl);
  }
  for (const url of nonPublicUrls.slice(0, 40)) {
    location = url.replace(/[^\x20-\x7e]+/g, encodeURIComponent);
    answers[`a redirect to ${url}`] = await verify(connector.shopUrl);
  }
  const [first] = Object.values(answers);
  for (const [name, answer] of Object.entries(answers)) expect([name, answer]).toEqual([name, first]);
  expect(first).toEqual([
    expect.stringContaining('\\"isStepValid\\":false,\\"isValid\\":false,\\"errors\\":[{\\"code\\":\\"unreachable\\"'),
    expect.stringContaining('\\"isValid\\":false,\\"message\\":\\"The shop could not be reached at this address.'),
  ]);
  expect(first!.join()).not.toMatch(/10\.0\.0\.1|ECONN|ENOTFOUND|EPROTO|self.signed|DEPTH_ZERO/);
  report(task, `${Object.keys(answers).length} places × 2 dialects: one answer, byte for byte`);
});

it('answers alike whatever non-public address was typed', async ({ task }) => {
  const typed = [...nonPublicUrls, ...irregularUrls.filter((url) => url !== '' && !url.includes('@'))];
  const answers = new Set<string>();
  for (const url of typed) answers.add((await verify(url)).join());
  expect(answers.size).toBe(1);
  report(task, `${typed.length} URLs × 2 dialects: one answer, byte for byte`);
});

it('stores and answers alike after a refresh, wherever no shop was reached', async ({ task }) => {
  const states = new Map<string, string>();
  for (const [name, url] of Object.entries(places)) states.set(name, await refresh(url));
  const [first] = states.values();
  for (const [name, state] of states) expect([name, state]).toEqual([name, first]);
  expect(first).toContain('The shop could not be reached at this address.');
  report(task, `${states.size} places: one stored reason, one answer`);
});

it('shows nothing that a shop answered, in no answer, row or line of log', async ({ task }) => {
  const word = 'canary0123456789abcdef';
  const bodies: Record<string, string | Buffer> = {
    'a page': `<!DOCTYPE html><html><head><title>${word}</title></head><body>${word}</body></html>`,
    'a word': word,
    JSON: JSON.stringify({ [word]: word }),
    'a row without an end': `id\ttitle\tlink\n"${word}\t${word}`,
    'columns that no feed has': `${word}\t${word}2\n1\t2\n`,
    'rows that are all left out': shopFeed([{ id: word, title: word, category: word }]).replace('9.90 EUR', word),
    'XML that is cut off': `<rss><channel><item><title>${word}</title><g:id>${word}`,
    'XML with an entity': `<!DOCTYPE rss [<!ENTITY a "${word}"><!ENTITY b SYSTEM "file:///etc/passwd">]><rss>&a;&b;&${word};</rss>`,
    'XML of another kind': `<${word} xmlns="${word}"><a ${word}="${word}"/></${word}>`,
    'a damaged archive': gzipSync(word.repeat(50)).subarray(0, 40),
    'an archive of a word': gzipSync(word),
    nothing: '',
  };
  const statuses = [200, 203, 206, 400, 401, 403, 404, 410, 429, 451, 500, 503];
  const shops: [string, RequestListener][] = Object.entries(bodies).flatMap(([name, body]) =>
    statuses.map((status): [string, RequestListener] => [
      `${status} with ${name}`,
      (_, response) => {
        response.writeHead(status, word, {
          'content-type': `text/${word}`,
          'retry-after': '60',
          etag: word,
          'last-modified': word,
          'www-authenticate': `Basic realm="${word}"`,
          'set-cookie': `${word}=${word}`,
          location: `/${word}`,
          [word]: word,
        });
        response.end(body);
      },
    ]),
  );
  shops.push([
    'a redirect',
    (_, response) => void response.writeHead(302, { location: `https://${word}.invalid/` }).end(word),
  ]);
  let answers = 0;
  for (const [name, shop] of shops) {
    connector.world.shop = shop;
    const said = await verify(connector.shopUrl);
    for (const answer of said) expect([name, answer]).toEqual([name, expect.stringContaining('isValid\\":false')]);
    const texts = [...said, name.startsWith('20') ? await refresh(connector.shopUrl) : ''];
    expect([name, traceOf(word, texts.join())]).toEqual([name, undefined]);
    answers += said.length;
  }
  expect(traceOf(word, JSON.stringify(await connector.rows()))).toBeUndefined();
  // A name that does not resolve stands in the cause of its failure.
  expect(traceOf(word, connector.output.join('').replaceAll(`${word}.invalid`, ''))).toBeUndefined();
  report(task, `${shops.length} shops, ${answers} answers: no trace of status line, headers or body`);
});
