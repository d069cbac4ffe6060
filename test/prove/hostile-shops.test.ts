import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { setInterval as ticks } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { deadlineIn } from '../../connector/deadline.ts';
import { variables } from '../../connector/environment.ts';
import { productFeed } from '../../connector/sources/product-feed/source.ts';
import { parseWebsite } from '../../connector/website.ts';
import { conditionArguments } from '../../lib/node-conditions.ts';
import { type GatewayCall, gatewayCall } from '../helpers/gateway-call.ts';
import { closed, closeShops, startRawShop, startShop } from '../helpers/hostile-shop.ts';
import { type InProcessConnector, useInProcessConnector } from '../helpers/in-process-connector.ts';
import { isLongForm, report } from '../helpers/runs.ts';
import { shopFeed } from '../helpers/shop-feed.ts';
import type { InstanceAnswer, InstanceCall, InstanceMemory } from './function-instance.ts';
import { eventOf, verificationOf } from './install-steps.ts';

interface HostileShop {
  serve: RequestListener;
  /** Speaks bytes instead. */
  converse?: (socket: Socket) => void;
  /** Of a verification's answer; `valid` where the beginning of a feed is proof enough. */
  codes: string[];
}

/** Contract §3. */
const contractMilliseconds = 20_000;
const roomMegabytes = 64;
const secret = 'secret';

const feedOf = (first: number, count: number) =>
  shopFeed(
    Array.from({ length: count }, (_, index) => ({
      id: `id-${first + index}`,
      title: `Kite ${first + index}`,
      category: 'Outdoor',
    })),
  );
const feed = feedOf(0, 200);
const header = feedOf(0, 0);
const rss = '<rss xmlns:g="http://base.google.com/ns/1.0"><channel>';
const item =
  '<item><g:id>1</g:id><title>Kite</title><link>https://shop.example/1</link><g:image_link>https://shop.example/1.jpg</g:image_link><g:price>1 EUR</g:price></item>';
const block = Buffer.alloc(65_536, 'x');
const ok = 'HTTP/1.1 200 OK\r\n';

async function pour(socket: Socket, piece: string | Uint8Array): Promise<void> {
  while (!socket.destroyed) {
    if (socket.write(piece)) await new Promise(setImmediate);
    else await Promise.race([closed(socket), new Promise((resolve) => void socket.once('drain', resolve))]);
  }
}

async function drip(socket: Socket, text: string): Promise<void> {
  for await (const _ of ticks(200)) {
    if (socket.destroyed) return;
    socket.write(text);
  }
}

const converses = (converse: (socket: Socket) => void, ...codes: string[]): HostileShop => ({
  serve: () => {},
  // Once a request has come.
  converse: (socket) => void socket.once('data', () => converse(socket)),
  codes,
});
const pours = (start: string, piece: string | Uint8Array, ...codes: string[]) =>
  converses(
    (socket) => {
      socket.write(start);
      pour(socket, piece);
    },
    ...codes,
  );
const drips = (start: string, text: string) =>
  converses((socket) => {
    socket.write(start);
    drip(socket, text);
  }, 'too_slow');
const says = (status: number, headers: Record<string, string>, body: string | Buffer, ...codes: string[]) => ({
  serve: ((_, response) => void response.writeHead(status, headers).end(body)) as RequestListener,
  codes,
});
/** Unpacks to a thousand times its size, a gigabyte unless told otherwise. */
function bomb(start: string, filling: string, megabytes = 1024): Buffer {
  const part = gzipSync(Buffer.alloc(64 * 2 ** 20, filling));
  return Buffer.concat([gzipSync(start), ...Array<Buffer>(megabytes / 64).fill(part)]);
}
const manyHeaders = Array.from({ length: 10_000 }, (_, index) => `x-${index}: y\r\n`).join('');

/** End by themselves. */
const quickShops: Record<string, HostileShop> = {
  // Read to its end, more than may be held.
  'a small gzip bomb of a row': says(200, {}, bomb(`${header}1\t`, 'x', 128), 'not_a_catalog', 'too_slow'),
  'an endless word': pours(`${ok}\r\n`, block, 'not_a_catalog'),
  'endless zeros': pours(`${ok}\r\n`, Buffer.alloc(65_536), 'not_a_catalog'),
  'an endless page': pours(`${ok}\r\n<!DOCTYPE html><html><body>`, '<p>x</p>'.repeat(8_000), 'not_a_catalog'),
  'an endless feed': pours(`${ok}\r\n${rss}`, item.repeat(400), 'valid'),
  'an endless comment': pours(`${ok}\r\n${rss}<!--`, block, 'too_large'),
  'endless headers': pours(ok, `x: ${'y'.repeat(1_000)}\r\n`, 'failed'),
  '10,000 headers': pours(`${ok}${manyHeaders}\r\n`, feed, 'failed'),
  'a gzip bomb of a word': says(200, {}, bomb('', 'x'), 'not_a_catalog'),
  'a gzip bomb of items': says(200, {}, bomb(rss, item), 'valid'),
  'a gzip bomb of bytes': says(200, {}, bomb('', '\0'), 'not_a_catalog'),
  'a picture': says(200, { 'content-type': 'image/png' }, '\x89PNG\r\n\x1a\n\0\0', 'not_a_catalog'),
  JSON: says(200, { 'content-type': 'application/json' }, '{"products":[]}', 'not_a_catalog'),
  'a document': says(200, { 'content-type': 'application/pdf' }, '%PDF-1.7\n1 0 obj\n<<>>', 'not_a_catalog'),
  nothing: says(200, {}, '', 'not_a_catalog'),
  'a feed cut off': says(200, { 'content-length': '1000000' }, feed, 'failed'),
  'an archive cut off': says(200, {}, gzipSync(feed).subarray(0, -20), 'failed'),
  'a redirect to itself': says(302, { location: '/feed' }, '', 'failed'),
  'a storm of 429': says(429, { 'retry-after': '0' }, feed, 'throttled'),
  'a storm of 503': says(503, { 'retry-after': '0' }, feed, 'throttled'),
  'a storm of 500': says(500, {}, feed, 'failed'),
  'a storm of 502': says(502, { 'retry-after': '0' }, feed, 'failed'),
  'a hang-up': converses((socket) => socket.destroy(), 'unreachable'),
};
quickShops['a feed cut off']!.serve = (_, response) => {
  response.writeHead(200, { 'content-length': '1000000' }).write(feed, () => response.destroy());
};

/** End at our deadline, or are worked on for seconds. */
const slowShops: Record<string, HostileShop> = {
  silence: converses(() => {}, 'too_slow'),
  'headers that drip': drips(`${ok}x: `, 'y'),
  'a body that drips': drips(`${ok}\r\n${header}`, 'x'),
  'rows that drip': drips(`${ok}\r\n${header}1\t`, 'x\n'),
  'an endless row': pours(`${ok}\r\n${header}1\t`, block, 'too_slow', 'too_large'),
  'an endless element': pours(`${ok}\r\n${rss}<item><title>`, block, 'too_slow', 'too_large'),
  'an endless length of a chunk': pours(`${ok}transfer-encoding: chunked\r\n\r\n`, '0'.repeat(65_536), 'too_slow'),
  'a gzip bomb of a row': says(200, {}, bomb(`${header}1\t`, 'x'), 'too_slow', 'not_a_catalog'),
  'a gzip bomb of an element': says(200, {}, bomb(`${rss}<item><title>`, 'x'), 'too_slow', 'failed'),
  'a gzip bomb of empty rows': says(200, {}, bomb(header, '\n'), 'too_slow'),
  'a gzip bomb of a gzip bomb': says(200, {}, gzipSync(bomb(header, '\n')), 'too_slow'),
};

let connector: InProcessConnector;
let instance: ChildProcess;
const urls: Record<string, string> = {};
const answers = new Map<number, (answer: InstanceAnswer) => void>();
let calls = 0;

beforeAll(async () => {
  connector = await useInProcessConnector({ secret });
  connector.apiKeys.set('key', () => true);
  connector.world.shop = (_, response) => response.end(feed);
  for (const [name, { serve, converse }] of Object.entries({ ...quickShops, ...slowShops })) {
    urls[name] = (await (converse ? startRawShop(converse) : startShop(serve))).url;
  }
  const hosts = [connector.shopUrl, ...Object.values(urls)].map((url) => new URL(url).host);
  vi.stubEnv(variables.localShops, hosts.join(','));

  await connector.call('POST /verification', verification('ha-3', connector.shopUrl));
  await connector.call('POST /webhooks', eventOf('connector.installed', 'ha-3'));
  await connector.refresh();

  const file = fileURLToPath(new URL('function-instance.ts', import.meta.url));
  instance = fork(file, {
    execArgv: ['--expose-gc', ...conditionArguments()],
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  instance.on('message', (answer: InstanceAnswer) => answers.get(answer.id)?.(answer));
});
afterAll(async () => {
  instance.kill();
  await closeShops();
  await connector.close();
});

function verification(website: string, feedUrl: string): GatewayCall {
  return verificationOf({ websiteId: website, iadvizeApiKey: 'key', feedUrl });
}

function call(route: InstanceCall['route'], call: GatewayCall): Promise<InstanceAnswer> {
  const id = ++calls;
  return new Promise((resolve) => {
    answers.set(id, resolve);
    instance.send({ id, route, event: gatewayCall({ secret, ...call }) } satisfies InstanceCall);
  });
}

const codeOf = ({ answer: { statusCode, body } }: InstanceAnswer) => {
  expect(statusCode).toBe(200);
  const { isValid, errors } = JSON.parse(body!);
  return isValid ? 'valid' : errors[0].code;
};

/** Two other websites, one after the other, until told to stop: the slowest answer. */
async function askOthers(signal: AbortSignal): Promise<number[]> {
  const milliseconds: number[] = [];
  while (!signal.aborted) {
    const verified = await call('POST /verification', verification('ha-2', connector.shopUrl));
    expect(codeOf(verified)).toBe('valid');
    const listed = await call('GET /products', { query: 'idWebsite=ha-3&limit=100&searchQuery=kite' });
    expect([listed.answer.statusCode, JSON.parse(listed.answer.body!).length]).toEqual([200, 100]);
    milliseconds.push(verified.milliseconds, listed.milliseconds);
  }
  return milliseconds;
}

async function memory(): Promise<InstanceMemory> {
  const told = once(instance, 'message', { signal: AbortSignal.timeout(60_000) });
  instance.send('memory');
  const [{ held, resident }] = (await told) as [InstanceMemory];
  return { held: held / 2 ** 20, resident: resident / 2 ** 20 };
}

it('survives hostile shops: a mapped error in time, bounded memory, and the other websites served meanwhile', {
  timeout: 15 * 60_000,
}, async ({ task }) => {
  const all = Object.entries({ ...quickShops, ...slowShops });
  const shops = isLongForm ? all : Object.entries(quickShops).filter((_, index) => index % 3 === 0);
  for (let warm = 0; warm < 3; warm++) await call('POST /verification', verification('ha-2', connector.shopUrl));
  await call('GET /products', { query: 'idWebsite=ha-3&limit=100&searchQuery=kite' });
  await memory();
  const others = await askOthers(AbortSignal.timeout(500));
  const base = await memory();
  let most = { held: 0, resident: 0, name: '' };
  let slowest = 0;
  for (const [name, { codes }] of shops) {
    const over = new AbortController();
    const asking = askOthers(over.signal);
    const answer = await call('POST /verification', verification('ha-1', urls[name]!));
    over.abort();
    others.push(...(await asking));
    expect(codes, name).toContain(codeOf(answer));
    expect(answer.milliseconds, name).toBeLessThan(contractMilliseconds);
    const { held, resident } = await memory();
    expect(held - base.held, name).toBeLessThan(roomMegabytes);
    if (held > most.held) most = { ...most, held, name };
    most.resident = Math.max(most.resident, resident);
    slowest = Math.max(slowest, answer.milliseconds);
  }
  expect(Math.max(...others)).toBeLessThan(contractMilliseconds);
  report(
    task,
    `${shops.length} shops, each answered in ${(slowest / 1000).toFixed(1)} s at most; ${Math.round(most.held - base.held)} MB held over base (${most.name}), ${Math.round(most.resident - base.resident)} MB resident; ${others.length} calls of other websites answered meanwhile, the slowest in ${Math.round(Math.max(...others))} ms`,
  );
});

it('ends whatever takes too long when its time is over, a feed that is being unpacked too', async ({ task }) => {
  const verify = (name: string, index: number) =>
    productFeed.verify({
      website: parseWebsite(`ha-${100 + index}`)!,
      credentials: { feedUrl: urls[name]! },
      cacheKey: name,
      deadline: deadlineIn(500),
      count: () => {},
    });
  const results = await Promise.allSettled(Object.keys(slowShops).map(verify));
  for (const [index, name] of Object.keys(slowShops).entries()) {
    expect([name, results[index]]).toMatchObject([
      name,
      { status: 'rejected', reason: { name: 'ShopFailure', reason: 'too_slow', parameter: 'feedUrl' } },
    ]);
  }
  report(task, `${results.length} shops that would last until the deadline: too_slow`);
});
