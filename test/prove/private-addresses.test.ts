import { isIP } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { deadlineIn } from '../../connector/deadline.ts';
import { seal } from '../../connector/installs/credential-vault.ts';
import { applyInput } from '../../connector/installs/install-store.ts';
import type { Website } from '../../connector/website.ts';
import { honestUrls } from '../helpers/honest-urls.ts';
import { type InProcessConnector, useInProcessConnector } from '../helpers/in-process-connector.ts';
import { embeddingsOfIPv4, innerNames, irregularUrls, nonPublicUrls } from '../helpers/non-public-urls.ts';
import { isLongForm, report } from '../helpers/runs.ts';
import { type WatchedSockets, watchSockets } from '../helpers/watched-sockets.ts';
import { eventOf, json, verificationOf } from './install-steps.ts';

const publicAddress = '93.184.216.34';
const innerAddresses = [
  '127.0.0.1',
  '10.1.2.3',
  '172.16.0.1',
  '192.168.0.10',
  '100.64.0.1',
  '169.254.169.254',
  '0.0.0.0',
];
/** What a name resolves to; an alias looks like the address that it leads to. */
const resolutions = [
  ...innerAddresses.map((address) => [address]),
  ...['::1', '::', 'fd00:ec2::254', 'fe80::1', 'ff02::1', ...embeddingsOfIPv4('10.0.0.1')].map((address) => [address]),
  ...innerAddresses.flatMap((address) => [
    [publicAddress, address],
    [address, publicAddress],
    ['2606:4700::1', address],
  ]),
  ['2606:4700::1', publicAddress, '::1'],
  [publicAddress, 'fd00::1'],
  [publicAddress, '::ffff:10.0.0.1'],
  ['2606:4700::1', '64:ff9b::a00:1', publicAddress],
];
const resolved = resolutions.map((addresses, index) => [`name-${index}.example`, addresses] as const);
const inner = innerNames.map((name) => [new URL(`https://${name}/`).hostname, ['10.0.0.1']] as const);
const nameUrls = [...resolved, ...inner].map(([name]) => `https://${name}/feed.xml`);
/** The first look-up answers a public address, the next ones others. */
const turning = innerAddresses.map((address) => `turns-to-${address.replaceAll('.', '-')}.example`);
const targets = [...nonPublicUrls, ...nameUrls];

let connector: InProcessConnector;
let watched: WatchedSockets;
/** The servers of the test itself. */
let own: Set<string>;
let redirect: ((path: string) => { status: number; location: string }) | undefined;

beforeAll(async () => {
  connector = await useInProcessConnector({ secret: 'secret' });
  connector.apiKeys.set('key', () => true);
  connector.world.shop = ({ url = '' }, response) => {
    if (!redirect) return void response.writeHead(404).end();
    const { status, location } = redirect(url);
    response.writeHead(status, { location }).end();
  };
  own = new Set([connector.shopUrl, connector.aws.endpoint].map((url) => new URL(url).host));
  const honest = honestUrls.map((url) => [new URL(url.trim()).hostname, [publicAddress]] as const);
  const turns = turning.map((name, index) => [name, [[publicAddress], [innerAddresses[index]!]]] as const);
  watched = watchSockets(
    Object.fromEntries<readonly string[] | string[][]>([...resolved, ...inner, ...honest, ...turns] as never),
  );
});
beforeEach(() => {
  redirect = undefined;
  for (const list of [watched.reached, watched.connections, watched.lookedUp]) list.length = 0;
});
afterAll(() => connector.close());

/** Connections that left the test. */
const others = () => watched.connections.filter(({ address, port }) => !own.has(`${address}:${port}`));

let websites = 0;
async function verify(feedUrl: string) {
  websites++;
  const typed = { websiteId: `ha-${websites}`, iadvizeApiKey: 'key', feedUrl };
  const old = JSON.stringify(Object.entries(typed).map(([id, value]) => ({ id, value, fieldType: 'TEXT' })));
  // The two dialects in turn.
  const call = websites % 2 ? verificationOf(typed) : { body: old, headers: json };
  const { statusCode, body = '' } = await connector.call('POST /verification', call);
  expect(statusCode).toBe(200);
  const { isValid, errors, fields } = JSON.parse(body);
  return {
    isValid,
    parameter: (errors ?? fields)[0].parameterKey ?? fields[0].id,
    message: (errors ?? fields)[0].message,
  };
}

/** Installs a website as if its URL had been verified, and reads its catalog. */
async function refreshAll(feedUrls: readonly string[]): Promise<void> {
  for (const feedUrl of feedUrls) {
    websites++;
    const website = `ha-${websites}` as Website;
    const sealed = await seal(website, { feedUrl }, deadlineIn(10_000));
    await applyInput(website, { type: 'verified', sealed }, deadlineIn(10_000));
    const { statusCode } = await connector.call('POST /webhooks', eventOf('connector.installed', website));
    expect(statusCode).toBe(200);
  }
  await connector.refresh();
  const from = websites - feedUrls.length + 1;
  const rows = new Map((await connector.rows()).map((row) => [(row.website as { S: string }).S, JSON.stringify(row)]));
  for (const [index, feedUrl] of feedUrls.entries()) {
    const row = rows.get(`ha-${from + index}`) ?? '';
    expect([feedUrl, row.includes('"active"'), row.includes('\\"outcome\\":\\"failed\\"')]).toEqual([
      feedUrl,
      true,
      true,
    ]);
    for (const route of ['GET /products', 'GET /categories'] as const) {
      expect((await connector.call(route, { query: `idWebsite=ha-${from + index}` })).statusCode).toBe(503);
    }
  }
  expect(await connector.objects()).toEqual([]);
}

const some = <Value>(values: readonly Value[], step: number) =>
  isLongForm ? values : values.filter((_, index) => index % step === 0);

it('connects a verification to no address that is not public, however it is spelled or whatever it resolves to', async ({
  task,
}) => {
  const urls = [...targets, ...irregularUrls];
  expect(new Set(urls).size).toBeGreaterThanOrEqual(400);
  for (const url of urls) {
    expect([url, await verify(url)]).toMatchObject([url, { isValid: false, parameter: 'feedUrl' }]);
  }
  expect(others()).toEqual([]);
  expect(watched.lookedUp.length).toBe(nameUrls.length);
  report(
    task,
    `${new Set(nonPublicUrls).size} spellings, ${nameUrls.length} names, ${irregularUrls.length} other URLs: 0 sockets`,
  );
});

it('connects a refresh to no such address, although its credentials were sealed as verified', async ({ task }) => {
  const urls = [...some(nonPublicUrls, 12), ...some(nameUrls, 4), ...some(irregularUrls, 6)];
  await refreshAll(urls);
  expect(others()).toEqual([]);
  report(task, `${urls.length} sealed URLs refreshed and read: 0 sockets`);
});

it('connects to a name only as long as it is public', async ({ task }) => {
  const urls = turning.map((name) => `https://${name}/feed.xml`);
  for (const url of urls) expect(await verify(url)).toMatchObject({ isValid: false, parameter: 'feedUrl' });
  expect(others().map(({ address }) => address)).toEqual(urls.map(() => publicAddress));
  watched.connections.length = 0;
  await refreshAll(urls);
  expect(others()).toEqual([]);
  expect(watched.lookedUp).toHaveLength(2 * urls.length);
  report(
    task,
    `${urls.length} names, public at the verification and private at the refresh: 0 sockets to the private one`,
  );
});

it('follows no redirect there, of any status, nor a chain of them', async ({ task }) => {
  const statuses = [301, 302, 303, 304, 305, 306, 307, 308];
  const answers = new Map<string, Set<string>>();
  let redirects = 0;
  for (const [index, target] of some([...targets.entries()], 5)) {
    const location = target.replace(/[^\x20-\x7e]+/g, encodeURIComponent);
    for (const status of isLongForm ? statuses : [statuses[(index / 5) % statuses.length]!]) {
      const hops = Math.floor(index / 5) % 4;
      redirect = (path) => {
        const hop = Number(path.slice(1));
        return hop < hops ? { status: 302, location: `/${hop + 1}` } : { status, location };
      };
      const { isValid, message } = await verify(`${connector.shopUrl}/0`);
      expect([target, status, isValid]).toEqual([target, status, false]);
      // The fourth redirect is one too many, wherever it goes.
      const kind = `${status} ${hops === 3}`;
      answers.set(kind, (answers.get(kind) ?? new Set()).add(message));
      redirects++;
    }
  }
  expect(others()).toEqual([]);
  expect([...answers.values()].map(({ size }) => size)).toEqual([...answers].map(() => 1));
  redirect = (path) => ({
    status: 307,
    location: targets[Number(path.slice(1)) * 7]!.replace(/[^\x20-\x7e]+/g, encodeURIComponent),
  });
  const refreshed = some(
    Array.from({ length: Math.floor(targets.length / 7) }, (_, index) => index),
    6,
  );
  await refreshAll(refreshed.map((index) => `${connector.shopUrl}/${index}`));
  expect(others()).toEqual([]);
  report(
    task,
    `${redirects} redirects (${statuses[0]} to ${statuses.at(-1)}, chains of 1 to 4) to ${some(targets, 5).length} URLs at a verification, ${refreshed.length} at a refresh: 0 sockets`,
  );
});

it('connects honest addresses, by their name and to what was looked up', async ({ task }) => {
  const urls = honestUrls.filter((url) => url.length <= 2_000);
  expect(urls.length).toBeGreaterThanOrEqual(30);
  for (const url of urls) {
    watched.connections.length = 0;
    await verify(url);
    const reached = others();
    const { hostname } = new URL(url);
    const host = hostname.replace(/^\[|\]$/g, '');
    expect([url, reached]).toEqual([url, [{ address: isIP(host) ? host : publicAddress, port: 443 }]]);
  }
  report(task, `${urls.length} honest URLs: each connected to its own public address`);
});
