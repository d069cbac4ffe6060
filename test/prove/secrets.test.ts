import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { downloadObject } from '../../connector/aws/download-object.ts';
import { deadlineIn } from '../../connector/deadline.ts';
import { environment } from '../../connector/environment.ts';
import type { Fault } from '../../dev/aws/fault.ts';
import { type InProcessConnector, useInProcessConnector } from '../helpers/in-process-connector.ts';
import { isLongForm, report } from '../helpers/runs.ts';
import { shopFeed } from '../helpers/shop-feed.ts';
import { eventOf, json, verificationOf } from './install-steps.ts';
import { traceOf } from './secret-traces.ts';

/** The first 12 characters differ from secret to secret; the last are what encodings change. */
const canary = (name: string) => `${name}${randomBytes(12).toString('hex')}/+&=%é`;
const secrets = {
  'app secret': canary('as'),
  'API key': canary('ak').replace('é', '~'),
  'feed user': canary('fu'),
  'feed password': canary('fp'),
  'token in the feed URL': canary('ft').replace(/[^\w]/g, ''),
};
const website = 'ha-7';
let connector: InProcessConnector;
/** Of every answer that a route gave. */
let answers: string[];
let seenByShop: string[];

beforeAll(async () => {
  connector = await useInProcessConnector({ secret: secrets['app secret'] });
  connector.apiKeys.set(secrets['API key'], (number) => number === 7);
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterAll(() => connector.close());

const typed = (changes = {}) => ({
  websiteId: website,
  iadvizeApiKey: secrets['API key'],
  feedUrl: `${connector.shopUrl}/feed?token=${secrets['token in the feed URL']}`,
  feedUser: secrets['feed user'],
  feedPassword: secrets['feed password'],
  ...changes,
});

/** Every route once, as in a website's life and as those call who mean harm; whatever fails, the next one follows. */
async function everyRoute(): Promise<void> {
  const call = async (...call: Parameters<InProcessConnector['call']>) => {
    const answer = await connector.call(...call);
    answers.push(JSON.stringify(answer));
  };
  const everything = Object.values(secrets).join(' ');
  const encoded = encodeURIComponent(everything);
  await call('POST /verification', verificationOf(typed()));
  await call('POST /webhooks', eventOf('connector.installed', website));
  await connector.schedule().catch(() => undefined);
  await connector.refresh();
  await call('GET /products', { query: `idWebsite=${website}` });
  await call('GET /categories', { query: `idWebsite=${website}` });
  await call('GET /products', { query: `idWebsite=${website}&key=${encoded}&searchQuery=${encoded}` });
  await call('GET /products', { query: `idWebsite=${encoded}&limit=${encoded}` });
  await call('GET /products', { query: `idWebsite=${website}`, headers: { 'x-iadvize-signature': everything } });
  await call('GET /health', { query: encoded });
  await call('GET /webhooks', { headers: { 'x-iadvize-correlationid': everything, authorization: everything } });
  await call('POST /webhooks', { body: JSON.stringify({ eventType: 'new.event', everything }), headers: json });
  await call('POST /webhooks', { body: `{"eventType": "${everything}`, headers: json });
  await call('POST /webhooks', { body: everything, headers: { 'content-type': `text/plain; ${everything}` } });
  for (const changes of [
    { iadvizeApiKey: `${secrets['API key']}!` },
    { iadvizeApiKey: `${secrets['API key']} ` },
    { websiteId: secrets['API key'] },
    { feedUrl: `https://${secrets['feed user']}:${secrets['feed password']}@shop.example/` },
    { feedUrl: secrets['feed password'] },
    { feedPassword: secrets['feed password'].repeat(80) },
    { feedUser: `${secrets['feed user']}:`, feedPassword: `${secrets['feed password']}\n` },
    { padding: secrets['feed password'].repeat(10_000) },
  ]) {
    await call('POST /verification', verificationOf(typed(changes)));
  }
  await call('POST /verification', { body: `[{"key":"feedPassword","value":"${everything}`, headers: json });
  await call('POST /webhooks', eventOf('connector.uninstalled', website));
  await connector.refresh();
}

/** Where a secret was found; empty when nowhere. */
async function leaks(): Promise<string[]> {
  const objects = await connector.objects();
  const places: Record<string, string> = {
    output: connector.output.join(''),
    answers: answers.join(''),
    table: JSON.stringify(await connector.rows()),
    queue: connector.queued.join(''),
    'object names': objects.join(' '),
    objects: await contents(objects),
  };
  return Object.entries(places).flatMap(([place, text]) =>
    Object.entries(secrets).flatMap(([name, secret]) => {
      const trace = traceOf(secret, text);
      return trace
        ? [`${name} as ${trace} in the ${place}: …${text.slice(text.indexOf(trace) - 200).slice(0, 400)}…`]
        : [];
    }),
  );
}

async function contents(keys: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'objects-'));
  const read = async (key: string) => {
    const file = join(folder, 'object');
    await connector.unharmed(() => downloadObject(environment.indexBucket, key, file, deadlineIn(10_000)));
    return readFileSync(file, 'latin1');
  };
  try {
    const texts: string[] = [];
    for (const key of keys) texts.push(await read(key));
    return texts.join('');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const everySecret = JSON.stringify(secrets);
const hostileAnswer = (body: string): Fault => ({ kind: 'answer', status: 200, body });
const quoting = (input: object): Fault => ({
  kind: 'refuse',
  status: 400,
  code: 'ValidationException',
  message: JSON.stringify(input),
});
const awsFaults: Record<string, Fault | typeof quoting> = {
  'quotes the input': quoting,
  throttles: { kind: 'refuse', status: 400, code: 'ThrottlingException' },
  'fails with 500': { kind: 'refuse', status: 500, code: 'InternalFailure' },
  'denies access': { kind: 'refuse', status: 400, code: 'AccessDeniedException', message: 'Not authorized.' },
  'resets the connection': { kind: 'reset' },
  'loses its answer': { kind: 'lose answer' },
  'answers half an object': hostileAnswer(`{"SecretString": ${everySecret}, "Plaintext": "${secrets['feed user']}`),
  'answers what is not an object': hostileAnswer(JSON.stringify(everySecret)),
  'answers another object': hostileAnswer(
    JSON.stringify({
      SecretString: secrets['app secret'],
      CreatedDate: 1,
      Plaintext: Buffer.from(everySecret.slice(1)).toString('base64'),
      CiphertextBlob: 'AAAA',
      Item: { website: { S: website }, revision: { S: everySecret }, active: { S: everySecret } },
    }),
  ),
  ...(isLongForm && { hangs: { kind: 'hang' } as const }),
};
const operations = [
  ...['GetItem', 'PutItem', 'Encrypt', 'Decrypt', 'GetSecretValue', 'SendMessage', 'SendMessageBatch', 'Scan'],
  ...['ChangeMessageVisibility', 'PutObject', 'GetObject', 'ListObjectsV2', 'DeleteObjects'],
];
const feed = shopFeed([
  { id: 'kite', title: 'Kite', category: 'Outdoor' },
  { id: 'tent', title: 'Tent', category: 'Outdoor' },
]);
type Shop = InProcessConnector['world']['shop'];
const shops: Record<string, Shop> = {
  'serves its feed': (_, response) => void response.end(feed),
  'refuses access and echoes what it got': (request, response) => {
    const echo = JSON.stringify([request.url, request.rawHeaders, secrets]);
    response.writeHead(401, { 'www-authenticate': encodeURIComponent(echo) }).end(echo);
  },
  'echoes what it got as its feed': (request, response) =>
    void response.end(JSON.stringify([request.url, request.rawHeaders])),
  'echoes what it got as 500': (request, response) =>
    void response.writeHead(500, encodeURIComponent(request.headers.authorization ?? '')).end(String(request.url)),
  'redirects to what it got': (request, response) =>
    void response.writeHead(302, { location: `https://${request.headers.host}.invalid${request.url}` }).end(),
  'speaks no HTTP': (request) => void request.socket.end(`${request.url} ${request.headers.authorization}\r\n\r\n`),
  'breaks off': (request, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write(`id\ttitle\n${request.headers.authorization}`, () => response.destroy());
  },
  throttles: (_, response) => void response.writeHead(429, { 'retry-after': '60' }).end(),
};

async function attempt(shop: Shop, fault?: { operation: string; fault: Fault | typeof quoting }): Promise<void> {
  const { world } = connector;
  answers = [];
  seenByShop = [];
  connector.output.length = 0;
  connector.queued.length = 0;
  world.shop = (request, response) => {
    seenByShop.push(JSON.stringify([request.url, request.rawHeaders]));
    return shop(request, response);
  };
  world.onCall = (_, operation, input) => {
    if (operation !== fault?.operation) return 'pass';
    return typeof fault.fault === 'function' ? fault.fault(input) : fault.fault;
  };
  await connector.restart();
  await everyRoute();
  expect(await leaks()).toEqual([]);
  expect(traceOf(secrets['API key'], seenByShop.join('')) ?? 'no trace').toBe('no trace');
}

it('finds a secret in every spelling', () => {
  for (const secret of Object.values(secrets)) {
    const bytes = Buffer.from(secret);
    for (const spelling of [
      secret,
      secret.slice(0, 12),
      bytes.toString('base64url'),
      bytes.toString('hex'),
      encodeURIComponent(secret),
      JSON.stringify({ secret }),
      Buffer.from(`{"x":"${secret}"}`).toString('base64'),
      Buffer.from(`{"xy":"${secret}"}`).toString('base64'),
      Buffer.from(`user:${secret}`).toString('base64'),
    ]) {
      expect(traceOf(secret, `before ${spelling} after`)).toBeDefined();
    }
  }
});

it('stay secret in a life without a fault', async ({ task }) => {
  await attempt(shops['serves its feed']!);
  const [verified, installed, products] = answers;
  expect(verified).toContain('isStepValid\\":true');
  expect(installed).toContain('"statusCode":200');
  expect(products).toContain('Kite');
  report(task, `${answers.length} answers, ${connector.output.length} lines of log`);
});

it('stay secret whatever a shop does', async ({ task }) => {
  let routes = 0;
  for (const shop of Object.values(shops)) {
    await attempt(shop);
    routes += answers.length;
  }
  report(
    task,
    `${routes} answers under ${Object.keys(shops).length} shop faults, no trace of ${Object.keys(secrets).length} secrets`,
  );
});

it('stay secret whatever befalls an AWS call', { timeout: 15 * 60_000 }, async ({ task }) => {
  let routes = 0;
  let faults = 0;
  for (const operation of operations) {
    for (const [name, fault] of Object.entries(awsFaults)) {
      // Seconds each time: of the calls that carry a secret, and one that does not.
      if (name === 'hangs' && !['Encrypt', 'Decrypt', 'PutItem'].includes(operation)) continue;
      // The quick form takes a diagonal: every operation and every fault, not every pair.
      if (!isLongForm && (operations.indexOf(operation) + Object.keys(awsFaults).indexOf(name)) % 4 !== 0) continue;
      await attempt(shops['serves its feed']!, { operation, fault });
      faults++;
      routes += answers.length;
    }
  }
  report(task, `${routes} answers under ${faults} AWS faults, no trace of ${Object.keys(secrets).length} secrets`);
});
