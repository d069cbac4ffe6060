import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type InProcessConnector, useInProcessConnector } from '../helpers/in-process-connector.ts';
import { report, runs, seed } from '../helpers/runs.ts';
import { shopFeed } from '../helpers/shop-feed.ts';
import { eventOf, verificationOf } from './install-steps.ts';

const websites = Array.from({ length: 20 }, (_, index) => `ha-${index + 1}`);
/** What only this website's catalog holds. */
const markOf = (website: string) => `mark${website.replace('-', 'x')}y`;
let connector: InProcessConnector;
let edition = 0;
const failing = new Set<string>();

beforeAll(async () => {
  // A megabyte holds a few of the catalog files: the others are evicted and fetched again.
  connector = await useInProcessConnector({ secret: 'secret', storage: 1 });
  connector.apiKeys.set('key', () => true);
  connector.world.shop = ({ url = '' }, response) => {
    const website = url.slice(1);
    if (failing.has(website)) return void response.writeHead(500).end();
    const mark = markOf(website);
    const rows = Array.from({ length: 30 }, (_, index) => ({
      // Other websites have products and categories of the same ids.
      id: index % 2 ? `id-${index}` : `id-${index}-${mark}`,
      title: `Kite ${index} ${mark} edition ${edition}`,
      category: `Outdoor > Kites ${mark}`,
    }));
    response.end(shopFeed(rows));
  };
  for (const website of websites) await install(website);
  await connector.refresh();
});
afterAll(() => connector.close());

async function install(website: string): Promise<void> {
  const typed = { websiteId: website, iadvizeApiKey: 'key', feedUrl: `${connector.shopUrl}/${website}` };
  expect(String((await connector.call('POST /verification', verificationOf(typed))).body)).toContain('"isValid":true');
  await connector.call('POST /webhooks', eventOf('connector.installed', website));
}

const read = fc.record({
  website: fc.constantFrom(...websites),
  route: fc.constantFrom('GET /products' as const, 'GET /categories' as const),
  asked: fc.constantFrom(
    '',
    '&searchQuery=kite',
    '&searchQuery=id-3',
    '&idCategory=outdoor',
    '&limit=3&offset=7',
    '&idParent=',
  ),
  searched: fc.option(fc.constantFrom(...websites)),
});

it('keeps every answer free of other websites’ products', async ({ task }) => {
  const total = runs(1_000, 10_000);
  const requests = fc.sample(read, { numRuns: total, seed });
  const statuses = new Map<number, number>();
  let swaps = 0;
  const one = async ({ website, route, asked, searched }: (typeof requests)[number]) => {
    const search = route === 'GET /products' && searched ? `&searchQuery=${markOf(searched)}` : asked;
    const { statusCode = 0, body = '' } = await connector.call(route, { query: `idWebsite=${website}${search}` });
    statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
    const marks = new Set(body.match(/markhax\d+y/g));
    marks.delete(markOf(website));
    expect([...marks]).toEqual([]);
    expect([200, 404, 409, 503]).toContain(statusCode);
    // Everybody has this much, so that an empty list is not what passes.
    if (statusCode === 200 && search === '') expect(body).toContain(markOf(website));
  };
  const lane = async (mine: typeof requests) => {
    for (const request of mine) await one(request);
  };
  let over = false;
  const disturb = async () => {
    for (let turn = 0; !over; turn++) {
      const website = websites[(turn * 7) % websites.length]!;
      edition++;
      if (turn % 3 === 0) failing.add(website);
      else failing.clear();
      if (turn % 4 === 1) await connector.call('POST /webhooks', eventOf('connector.uninstalled', website));
      if (turn % 4 === 2) await connector.call('POST /webhooks', eventOf('connector.installed', website));
      if (turn % 4 === 3) {
        failing.clear();
        for (const each of websites) if (!(await isServing(each))) await install(each);
      }
      // Of some: a new edition each, while the others are asked.
      for (const step of [0, 1, 2]) {
        const refreshed = websites[(turn * 7 + step * 3) % websites.length]!;
        if (await isServing(refreshed))
          await connector.call('POST /webhooks', eventOf('connector.installed', refreshed));
      }
      await connector.refresh();
      swaps++;
    }
  };
  const disturbed = disturb();
  const lanes = Array.from({ length: 20 }, (_, first) => requests.filter((_, index) => index % 20 === first));
  await Promise.all(lanes.map(lane)).finally(() => {
    over = true;
  });
  await disturbed;
  expect(statuses.get(200)).toBeGreaterThan(total / 2);
  const counts = [...statuses].map(([status, count]) => `${count} × ${status}`).join(', ');
  report(
    task,
    `${total} requests of ${websites.length} websites, 20 at a time (${counts}), ${swaps} rounds of new editions, failing shops and uninstalls`,
  );
});

async function isServing(website: string): Promise<boolean> {
  return (await connector.call('GET /categories', { query: `idWebsite=${website}` })).statusCode === 200;
}
