import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { Diagnosis } from '../../../commands/doctor/diagnosis.ts';
import { item, rss } from '../../connector/sources/product-feed/read-text.ts';
import { closeShops, startShop } from '../../helpers/hostile-shop.ts';
import { runCommand } from '../../helpers/run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'doctor-test-'));
vi.stubEnv('TMPDIR', folder);
afterAll(async () => {
  await closeShops();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const path = (name: string) => join(folder, name);

function file(name: string, text: string | Uint8Array): string {
  writeFileSync(path(name), text);
  return path(name);
}

/** Nothing to find fault with. */
const good = (id: string, over: Record<string, string | undefined> = {}) =>
  item({
    id,
    title: `Lamp ${id}`,
    link: `https://shop.example/${id}`,
    image_link: `https://shop.example/${id}.jpg`,
    availability: 'in_stock',
    brand: 'Lux',
    description: 'It shines.',
    product_type: 'Home &gt; Lamps',
    ...over,
  });

async function diagnose(feed: string, ...more: string[]) {
  const ran = await runCommand('doctor', ['--feed', feed, '--json', path('report.json'), ...more]);
  const diagnosis: Diagnosis = JSON.parse(readFileSync(path('report.json'), 'utf8'));
  const found = Object.fromEntries(
    diagnosis.findings.map(({ code, severity, count, samples }) => [
      code,
      [severity, count, ...samples.map(({ id, value }) => `${id}: ${value}`)],
    ]),
  );
  return { ...ran, diagnosis, found };
}

describe('the doctor', () => {
  it('has nothing to say of a healthy feed, and exits with 0', async () => {
    const { code, stdout, stderr, diagnosis } = await diagnose(file('good.xml', rss(good('A'), good('B'))));
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(diagnosis).toMatchObject({ items: 2, itemsLeftOut: 0, products: 2, itemsInStock: 2, findings: [] });
    expect(diagnosis.categories.map(({ label, productCount }) => [label, productCount])).toEqual([
      ['Home', 2],
      ['Lamps', 2],
    ]);
    expect(stdout).toContain('Nothing is wrong');
    expect(stdout).toContain('  Lamps  2');
    expect(stdout).toContain('Lamp A  20,00 €');
  });

  it('says why items are missing, with what the feed has, and exits with 2', async () => {
    const feed = rss(
      good('A'),
      ...['1', '2', '3', '4'].map((id) => good(`noprice${id}`, { price: undefined })),
      good('relative', { link: '/lamp' }),
      good('dollars', { price: '12.00 bananas' }),
      good('zero', { price: '0 EUR' }),
      good('noimage', { image_link: 'lamp.jpg', product_type: 'Home &gt; Torches' }),
      good('', { title: 'Nameless' }),
      good('A', { title: 'Again' }),
    );
    const { code, stdout, diagnosis, found } = await diagnose(file('bad.xml', feed));
    expect(code).toBe(2);
    expect(diagnosis).toMatchObject({ items: 11, itemsLeftOut: 10, products: 1 });
    expect(found).toEqual({
      no_price: ['error', 4, 'noprice1: Lamp noprice1', 'noprice2: Lamp noprice2', 'noprice3: Lamp noprice3'],
      bad_link: ['error', 1, 'relative: /lamp'],
      unknown_currency: ['error', 1, 'dollars: 12.00 bananas'],
      bad_price: ['error', 1, 'zero: 0 EUR'],
      no_image: ['error', 1, 'noimage: Lamp noimage'],
      no_id: ['error', 1, 'item 10: Nameless'],
      duplicate_id: ['warning', 1, 'A: Again'],
      bad_image: ['warning', 1, 'noimage: lamp.jpg'],
      empty_category: ['warning', 1, 'Home > Torches: named by noimage'],
    });
    expect(stdout).toMatch(/✗ 4 items have no price {2}no_price\n {4}noprice1: Lamp noprice1\n/);
    expect(stdout).toContain('✗ 1 item has no id');
  });

  it('counts the stock and the prices of what is shown only', async () => {
    const feed = rss(
      good('A'),
      good('nopicture', { image_link: undefined, price: '1.00 USD' }),
      good('B', { availability: '0' }),
    );
    const { diagnosis } = await diagnose(file('shown.xml', feed));
    expect(diagnosis).toMatchObject({ products: 2, itemsInStock: 1, prices: [{ currency: 'EUR', items: 2 }] });
  });

  it('names groups that hold unlike products, and fillers for a group', async () => {
    const feed = rss(
      good('A', { item_group_id: 'G', title: 'Red lamp' }),
      good('B', { item_group_id: 'G', title: 'Garden chair' }),
      good('C', { item_group_id: 'H', title: 'Lamp C red' }),
      good('D', { item_group_id: 'H', title: 'Lamp C blue' }),
      good('E', { item_group_id: 'N/A' }),
    );
    const { found } = await diagnose(file('groups.xml', feed));
    expect(found).toMatchObject({
      unlike_group: ['warning', 1, 'G: Red lamp | Garden chair'],
      filler_group: ['warning', 1, 'E: N/A'],
    });
  });

  it('says which prices it had to guess', async () => {
    const { found } = await diagnose(
      file('guess.xml', rss(good('A', { price: '1.299 EUR' }), good('B', { price: '12 EUR' }))),
    );
    expect(found).toMatchObject({ guessed_separator: ['warning', 1, 'A: 1.299 EUR'] });
  });

  it('says what agents see wrong, and exits with 1', async () => {
    const feed = rss(
      ...Array.from({ length: 9 }, (_, i) => good(`A${i}`)),
      good('typo', { availability: 'out fo stock' }),
      good('sale', { sale_price: '25.00 EUR' }),
      good('sale0', { sale_price: '0 EUR' }),
      good('gift', { sale_price: '1 EUR' }),
      good('period', { sale_price: '15 EUR', sale_price_effective_date: 'until Sunday' }),
      good('http', { image_link: 'http://shop.example/a.jpg' }),
      good('alone', { product_type: undefined }),
      good('mojibake', { title: 'Lampe dâ€™Ã©tÃ©' }),
      good('lost', { description: 'Caf\ufffd' }),
      good('dear', { price: '19990 EUR' }),
      good('yen', { price: '2000 JPY' }),
    );
    const { code, found } = await diagnose(file('odd.xml', feed));
    expect(code).toBe(1);
    expect(found).toEqual({
      unknown_availability: ['warning', 1, 'typo: out fo stock'],
      sale_not_lower: ['warning', 1, 'sale: 25 EUR, price 20 EUR'],
      bad_sale_price: ['warning', 1, 'sale0: 0 EUR'],
      huge_discount: ['warning', 1, 'gift: 20 → 1 EUR'],
      bad_sale_period: ['warning', 1, 'period: until Sunday'],
      insecure_image: ['warning', 1, 'http: http://shop.example/a.jpg'],
      no_category: ['warning', 1, 'alone: Lamp alone'],
      damaged_text: ['warning', 2, 'mojibake: Lampe dâ€™Ã©tÃ©', 'lost: Caf\ufffd'],
      price_far_above: ['warning', 1, 'dear: 19990 EUR, middle price about 20'],
      several_currencies: ['note', 1, 'yen: JPY'],
    });
  });

  it('notes what could be better, and exits with 0', async () => {
    const { code, found } = await diagnose(
      file(
        'plain.xml',
        rss(
          good('A', { brand: undefined, availability: undefined }),
          good('B', { title: 'Lamp&amp;trade;', description: undefined }),
          good('C', { availability: 'sold out', product_type: 'Attic' }),
        ),
      ),
    );
    expect(code).toBe(0);
    expect(found).toEqual({
      no_brand: ['note', 1, 'A: Lamp A'],
      no_availability: ['note', 1, 'A: Lamp A'],
      no_description: ['note', 1, 'B: Lamp™'],
      html_title: ['note', 1, 'B: Lamp&trade;'],
      category_out_of_stock: ['note', 1, 'Attic: 1 out of stock'],
    });
  });

  it('searches as agents do, and says what finds nothing', async () => {
    const feed = rss(
      good('A', { mpn: 'X-1' }),
      good('B', { mpn: 'X-1' }),
      ...Array.from({ length: 25 }, (_, i) => good(`C${i}`, { title: i === 24 ? '!!!' : `Lamp ${i}` })),
    );
    const queries = file('queries.txt', 'lamp\n\nsnowshoes\n  lux \n');
    const { code, found } = await diagnose(file('search.xml', feed), '--queries', queries);
    expect(code).toBe(1);
    expect(found).toMatchObject({
      query_finds_nothing: ['warning', 1, 'snowshoes: null'],
      reference_not_found: ['warning', 1, 'B: X-1'],
      title_not_found: ['warning', 1, 'C24: !!!'],
    });
  });

  it('says that nothing is in stock', async () => {
    const { found } = await diagnose(file('sold.xml', rss(good('A', { availability: 'out_of_stock' }))));
    expect(found).toEqual({ nothing_in_stock: ['warning', 1, 'A: Lamp A'] });
  });

  it.each([
    ['is no feed', '<html></html>', 'not_a_catalog', /web page/, 0],
    ['is cut off', rss(good('A'), good('B')).slice(0, -30), 'failed', /cut off/, 1],
    ['has nothing usable', rss(good('A', { price: '' })), 'not_a_catalog', /no price/, 1],
  ])('tells why a feed %s, and exits with 2', async (_, feed, reason, message, items) => {
    const { code, stdout, diagnosis } = await diagnose(file('broken', feed));
    expect(code).toBe(2);
    expect(diagnosis).toMatchObject({ items, products: 0, categories: [], firstProducts: [] });
    expect(diagnosis.findings[0]).toMatchObject({ code: 'unreadable', samples: [{ id: reason }] });
    expect(stdout).toMatch(message);
  });

  it('reads a feed from the web through the same guard as a refresh', async () => {
    const shop = await startShop(({ headers: { authorization } }, response) => {
      if (authorization === `Basic ${btoa('me:secret')}`) response.end(rss(good('A')));
      else response.writeHead(401).end();
    });
    vi.stubEnv('FEED_PASSWORD', 'secret');
    const allowed = await diagnose(`${shop.url}?key=hidden`, '--user', 'me');
    expect(allowed.code).toBe(0);
    expect(allowed.diagnosis).toMatchObject({ feed: shop.url, products: 1 });
    const wrong = await diagnose(shop.url, '--user', 'you');
    expect([wrong.code, wrong.found.unreadable]).toEqual([
      2,
      ['error', 1, expect.stringMatching(/^wrong_credentials/)],
    ]);
    vi.stubEnv('LOCAL_SHOP_HOSTS', 'localhost:1');
    const refused = await diagnose(shop.url);
    expect([refused.code, refused.found.unreadable]).toEqual([2, ['error', 1, expect.stringMatching(/^unreachable/)]]);
  });

  it('writes one page that needs nothing else and takes nothing of the feed for its own', async () => {
    const bad = good('"&gt;&lt;img src=x&gt;', {
      title: '&lt;b onclick=x&gt;A&amp;amp;B&lt;/b&gt;',
      product_type: 'A &amp;lt;i&amp;gt;',
      price: '&lt;script&gt;',
    });
    await diagnose(
      file('html.xml', rss(good('A', { brand: '&amp;lt;s&amp;gt;' }), bad)),
      '--html',
      path('report.html'),
    );
    const page = readFileSync(path('report.html'), 'utf8');
    expect(page).toContain('Agents miss products');
    expect(page).toContain('<code>&quot;&gt;&lt;img src=x&gt;</code>: &lt;script&gt;');
    expect(page).not.toMatch(/<(?:script|img|b|i|s)[ >]|(?:src|href)="|url\(|@import/);
    expect(page).toContain('prefers-color-scheme: dark');
  });

  it('gives a report instead of the text on stdout', async () => {
    const feed = file('stdout.xml', rss(good('A')));
    expect(JSON.parse((await runCommand('doctor', ['--feed', feed, '--json', '-'])).stdout)).toMatchObject({
      items: 1,
    });
    expect((await runCommand('doctor', ['--feed', feed, '--html', '-'])).stdout).toMatch(/^<!doctype html>/);
  });

  it('prints nothing that moves the cursor', async () => {
    const { stdout } = await diagnose(file('escape.xml', rss(good('A'), good('B', { price: '\u001b[2J1 EUR' }))));
    expect(stdout).toContain('B: \ufffd[2J1 EUR');
  });

  it.each([
    [[], '--feed is missing'],
    [['--feed', '/nowhere/feed.xml'], 'There is no file /nowhere/feed.xml'],
    [['--feed', 'x', '--colour'], 'Unknown option'],
  ])('exits with 3 when it could not run: %j', async (args, message) => {
    const { code, stderr } = await runCommand('doctor', args);
    expect(code).toBe(3);
    expect(stderr).toContain(message);
  });

  it('leaves no file behind', () => {
    expect(readdirSync(folder).filter((name) => name.startsWith('doctor-'))).toEqual([]);
  });
});
