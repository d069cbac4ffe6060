import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { callAws } from '../../connector/aws/call-aws.ts';
import { deadlineIn } from '../../connector/deadline.ts';
import { sign } from '../../connector/endpoint/signature.ts';
import { type InProcessConnector, type Route, useInProcessConnector } from '../helpers/in-process-connector.ts';
import { report, runs, seed } from '../helpers/runs.ts';
import { shopFeed } from '../helpers/shop-feed.ts';
import { eventOf, verificationOf } from './install-steps.ts';

/** The scheme signs bytes: neither the path, nor the method, nor the query of a POST. */
const secret = 'the app’s secret';
const json = 'application/json';
const form = 'application/x-www-form-urlencoded';
let connector: InProcessConnector;
let calls = 0;
let writes = 0;
interface Captured {
  route: Route;
  bytes: string;
  website: string;
  contentType?: string;
}
let captured: Captured[];

const routes: Route[] = ['POST /verification', 'POST /webhooks', 'GET /products', 'GET /categories'];
const rowOf = async (website: string) =>
  (await connector.rows()).find((row) => 'S' in row.website! && row.website.S === website);

beforeAll(async () => {
  connector = await useInProcessConnector({ secret });
  connector.apiKeys.set('key', () => true);
  connector.world.shop = ({ url = '' }, response) => {
    const name = url.slice(1);
    response.end(shopFeed([{ id: `id-of-${name}`, title: `Product of ${name}`, category: `Category of ${name}` }]));
  };
  captured = [];
  for (const website of ['ha-1', 'ha-2']) {
    const typed = { websiteId: website, iadvizeApiKey: 'key', feedUrl: `${connector.shopUrl}/${website}` };
    const verification = verificationOf(typed);
    const installed = eventOf('connector.installed', website);
    await connector.call('POST /verification', verification);
    await connector.call('POST /webhooks', installed);
    captured.push(
      ...posts('POST /verification', verification.body, website),
      ...posts('POST /webhooks', installed.body, website),
      ...posts('POST /webhooks', eventOf('connector.uninstalled', website).body, website),
      ...posts('POST /webhooks', eventOf('user.created', website).body, website),
      { route: 'GET /products', bytes: `idWebsite=${website}&limit=5`, website },
      { route: 'GET /products', bytes: `idWebsite=${website}&searchQuery=product+of`, website },
      { route: 'GET /categories', bytes: `idWebsite=${website}&idParent=`, website },
      { route: 'GET /products', bytes: '', website },
      ...callsWithText(website),
    );
  }
  await connector.refresh();
  connector.world.onCall = (service, operation) => {
    if (service === 'dynamodb') calls++;
    if (/^(Put|Send|Delete|Encrypt)/.test(operation)) writes++;
    return 'pass';
  };
});
afterAll(() => connector.close());

/** A body as JSON and, where its route takes forms, as one. */
function posts(route: Route, body: string, website: string): Captured[] {
  const asJson = { route, bytes: body, website, contentType: json };
  if (route !== 'POST /webhooks') return [asJson];
  return [asJson, { ...asJson, bytes: new URLSearchParams(JSON.parse(body)).toString(), contentType: form }];
}

/** Calls in the name of one website that hold what a merchant, a visitor or an agent wrote: another website's calls. */
function callsWithText(website: string): Captured[] {
  const other = website === 'ha-1' ? 'ha-2' : 'ha-1';
  const uninstall = JSON.parse(eventOf('connector.uninstalled', other, new Date('2099-01-01')).body);
  const asForm = new URLSearchParams(uninstall).toString();
  const asQuery = `idWebsite=${other}&limit=5`;
  const asJson = verificationOf({ websiteId: other, iadvizeApiKey: 'key', feedUrl: `${connector.shopUrl}/other` }).body;
  return [asForm, asQuery, `${asForm}&${asQuery}`, asJson, JSON.stringify(uninstall)].flatMap((call) => {
    const text = `x&${call}&y=`;
    const comment = JSON.parse(eventOf('user.created', website).body);
    Object.assign(comment, { eventType: 'satisfaction.answered', projectId: 1, satisfactionComment: text });
    const encoded = encodeURIComponent(text);
    return [
      ...posts('POST /verification', verificationOf({ websiteId: website, feedUser: text }).body, website),
      ...posts('POST /webhooks', JSON.stringify(comment), website),
      ...posts('POST /webhooks', JSON.stringify({ ...comment, [text]: text }), website),
      { route: 'GET /products', bytes: `idWebsite=${website}&searchQuery=${encoded}`, website },
      { route: 'GET /categories', bytes: `idWebsite=${website}&idParent=${encoded}`, website },
    ];
  });
}

const query = fc.oneof(
  fc.constantFrom(
    '',
    'idWebsite=ha-1',
    'idWebsite=ha-2',
    'eventType=connector.uninstalled&platform=ha&websiteId=1',
    'a=1',
  ),
  fc.string({ maxLength: 30 }),
);
const contentType = fc.constantFrom(json, form, 'text/plain', undefined);
const isOtherWebsites = (body: string | undefined, website: string) =>
  new RegExp(`(id-of-|of )(?!${website}\\b)ha-\\d`).test(body ?? '');

it('shows nothing else and changes nothing when signed bytes come to another route, as another method, with any query', async ({
  task,
}) => {
  const before = await connector.rows();
  const objects = await connector.objects();
  const statuses = new Map<number, number>();
  writes = 0;
  const replay = fc.record({
    from: fc.nat(),
    to: fc.constantFrom(...routes),
    query,
    contentType,
    asBase64: fc.boolean(),
    place: fc.constantFrom('query', 'body', 'both'),
  });
  await fc.assert(
    fc.asyncProperty(replay, async ({ from, to, query, contentType, asBase64, place }) => {
      const { route, bytes, website, ...sent } = captured[from % captured.length]!;
      // The same call again, which the contract says may come: nothing forged.
      const isSame = to.startsWith('POST') ? place !== 'query' && contentType === sent.contentType : place !== 'body';
      if (to === route && isSame) return;
      const answer = await connector.call(to, {
        query: place === 'body' ? query : bytes,
        ...(place !== 'query' && { body: asBase64 ? Buffer.from(bytes) : bytes }),
        headers: { 'x-iadvize-signature': sign(bytes, secret), ...(contentType && { 'content-type': contentType }) },
      });
      statuses.set(answer.statusCode!, (statuses.get(answer.statusCode!) ?? 0) + 1);
      expect(isOtherWebsites(answer.body, website)).toBe(false);
      // A signed query of one list reads the other list of the same website; all else is refused.
      if (answer.statusCode === 200) expect([route, to].every((each) => each.startsWith('GET'))).toBe(true);
      else expect([400, 401, 415]).toContain(answer.statusCode);
    }),
    { numRuns: runs(400, 10_000), seed },
  );
  expect(writes).toBe(0);
  expect(await connector.rows()).toEqual(before);
  expect(await connector.objects()).toEqual(objects);
  report(
    task,
    `${[...statuses.values()].reduce((sum, n) => sum + n, 0)} replays (${[...statuses].map(([status, n]) => `${n} × ${status}`).join(', ')}), 0 writes`,
  );
});

it('reads no other call out of what somebody wrote into one, in every pair of routes', async ({ task }) => {
  const before = await connector.rows();
  let count = 0;
  writes = 0;
  for (const { route, bytes, website, contentType } of captured) {
    for (const to of routes) {
      for (const type of to.startsWith('POST') ? [json, form] : [undefined]) {
        if (to === route && type === contentType) continue;
        const place = type ? { body: bytes } : { query: bytes };
        const headers = { 'x-iadvize-signature': sign(bytes, secret), ...(type && { 'content-type': type }) };
        const { statusCode, body } = await connector.call(to, { ...place, headers });
        expect(isOtherWebsites(body, website)).toBe(false);
        const isList = [route, to].every((each) => each.startsWith('GET'));
        expect(isList && bytes !== '' ? [200] : [400, 415]).toContain(statusCode);
        count++;
      }
    }
  }
  expect(writes).toBe(0);
  expect(await connector.rows()).toEqual(before);
  report(task, `${captured.length} signed calls, ${count} replays`);
});

it('does the same for a POST whatever its query says', async ({ task }) => {
  const now = new Date();
  let count = 100;
  await fc.assert(
    fc.asyncProperty(query, async (query) => {
      const website = `ha-${count++}`;
      const event = eventOf('connector.installed', website, now);
      const ha1 = await rowOf('ha-1');
      const answer = await connector.call('POST /webhooks', { ...event, query });
      expect(answer.statusCode).toBe(200);
      expect(await rowOf(website)).toBeDefined();
      expect(await rowOf('ha-1')).toEqual(ha1);
    }),
    { numRuns: runs(20, 300), seed },
  );
  report(task, `${runs(20, 300)} installs under any query: one effect each`);
});

it('refuses another app’s signature, and one over other bytes, before any table is read', async ({ task }) => {
  calls = 0;
  let refusals = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.nat(),
      fc.nat(),
      fc.string({ minLength: 1 }),
      fc.boolean(),
      async (from, other, app, isOther) => {
        const { route, bytes } = captured[from % captured.length]!;
        const wrong = isOther ? sign(bytes, app) : sign(captured[other % captured.length]!.bytes, secret);
        if (wrong === sign(bytes, secret)) return;
        const place = route.startsWith('GET') ? { query: bytes } : { body: bytes, headers: {} };
        const answer = await connector.call(route, { ...place, headers: { 'x-iadvize-signature': wrong } });
        expect(answer.statusCode).toBe(401);
        refusals++;
      },
    ),
    { numRuns: runs(400, 10_000), seed },
  );
  // Comes after whatever was started and not waited for.
  await callAws('dynamodb', 'ListTables', {}, deadlineIn(10_000));
  expect(calls).toBe(1);
  report(task, `${refusals} calls: ${refusals} × 401, 0 reads of a table`);
});
