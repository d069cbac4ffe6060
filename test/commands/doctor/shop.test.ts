import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import type { Diagnosis } from '../../../commands/doctor/diagnosis.ts';
import { examineShop } from '../../../commands/doctor/examine-shop.ts';
import { htmlReport } from '../../../commands/doctor/html-report.ts';
import { settingsOf } from '../../../commands/doctor/shop-settings.ts';
import { textReport } from '../../../commands/doctor/text-report.ts';
import { type CatalogEntry, catalogEntry } from '../../../connector/catalog/catalog-entry.ts';
import type { CatalogSource, Page, Product, Whole } from '../../../connector/catalog/catalog-source.ts';
import { ShopFailure } from '../../../connector/errors.ts';
import { pagedApi } from '../../../dev/sample-shop/apis/paged.ts';
import { products } from '../../../dev/sample-shop/products.ts';
import { serveCall } from '../../../dev/sample-shop/serve-call.ts';
import { jsonShop } from '../../../docs/examples/json-shop.ts';
import { pagedShop } from '../../../docs/examples/paged-shop.ts';
import { startDisturbedShop, throttled } from '../../contracts/disturbed-shop.ts';
import { closeShops } from '../../helpers/hostile-shop.ts';
import { runCommand } from '../../helpers/run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'doctor-shop-test-'));
vi.stubEnv('TMPDIR', folder);
afterEach(closeShops);
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const options = (queries: string[] = []) => ({
  folder: mkdtempSync(join(folder, 'examination-')),
  queries,
  locale: 'fr-FR',
});

function found({ findings }: Diagnosis) {
  return Object.fromEntries(
    findings.map(({ code, severity, count, samples }) => [
      code,
      [severity, count, ...samples.map(({ id, value }) => `${id}: ${value}`)],
    ]),
  );
}

const reports = (diagnosis: Diagnosis) =>
  [textReport(diagnosis, { colors: false }), htmlReport(diagnosis), JSON.stringify(diagnosis)].join('\n');

describe('the doctor at a shop with an API', () => {
  const answer = (request: IncomingMessage, response: ServerResponse) =>
    void serveCall(pagedApi(products), request, response);
  const examine = (shopUrl: string, apiKey = 'sample-key') =>
    examineShop(pagedShop as CatalogSource, { shopUrl, apiKey }, options(['tent', 'snowplough']));

  it('tells what agents would see, and what is wrong with it', async () => {
    const shop = await startDisturbedShop(answer);
    const diagnosis = await examine(shop.origin);
    expect(diagnosis).toMatchObject({ shop: new URL(shop.origin).host, itemsLeftOut: 0 });
    expect(diagnosis.items).toBeGreaterThan(50);
    expect(diagnosis.products).toBe(diagnosis.items);
    expect(diagnosis.itemsInStock).toBeLessThan(diagnosis.items);
    expect(diagnosis.prices).toMatchObject([{ currency: 'EUR', items: diagnosis.items }]);
    expect(diagnosis.categories.length).toBeGreaterThan(3);
    expect(diagnosis.firstProducts).toHaveLength(10);
    expect(found(diagnosis)).toMatchObject({
      insecure_image: [
        'warning',
        diagnosis.items,
        expect.stringContaining(shop.origin),
        ...Array(2).fill(expect.anything()),
      ],
      query_finds_nothing: ['warning', 1, 'snowplough: null'],
    });
    expect(textReport(diagnosis, { colors: false })).toContain(`Items             ${diagnosis.items}, 0 left out`);
    expect(htmlReport(diagnosis)).toContain('Diagnosis of a shop');
    expect(reports(diagnosis)).not.toContain('sample-key');
  });

  it.each<[string, { disturbance?: typeof throttled; shopUrl?: string; apiKey?: string }, string]>([
    ['refuses the key', {}, 'wrong_credentials'],
    ['wants to be asked less often', { disturbance: throttled, apiKey: 'sample-key' }, 'throttled'],
    ['cannot be reached', { shopUrl: 'http://10.0.0.1', apiKey: 'sample-key' }, 'unreachable'],
  ])(
    'says in the words of its failure that a shop %s',
    async (_, { disturbance, shopUrl, apiKey = 'another-key' }, reason) => {
      const shop = await startDisturbedShop(answer);
      if (disturbance) shop.disturb(disturbance, 2);
      const diagnosis = await examine(shopUrl ?? shop.origin, apiKey);
      expect(diagnosis).toMatchObject({ products: 0, categories: [], firstProducts: [] });
      expect(diagnosis.findings[0]).toMatchObject({ code: 'unreadable', severity: 'error', samples: [{ id: reason }] });
      expect(textReport(diagnosis, { colors: false })).toContain('✗ 1 shop cannot be read');
      expect(reports(diagnosis)).not.toMatch(/sample-key|another-key/);
    },
  );
});

describe('the doctor at any shop', () => {
  const lamp = (id: string, over: Partial<Product> = {}, categoryPaths = [['Lamps']]): CatalogEntry =>
    catalogEntry(
      {
        ...{ id, title: `Lamp ${id}`, url: `https://shop.example/${id}`, imageUrl: `https://shop.example/${id}.jpg` },
        ...{ brand: 'Lux', description: 'It shines.', reference: id, available: true },
        price: { amount: 20, currency: 'EUR' },
        ...over,
      },
      { categoryPaths, references: [id] },
    );
  const lamps = (count: number) => Array.from({ length: count }, (_, i) => lamp(`L${i}`));

  async function examine(pages: Page[], whole: Whole = {}, failure?: Error) {
    const source: CatalogSource = {
      parameters: [],
      verify: async () => '',
      async *read() {
        yield* pages;
        if (failure) throw failure;
        return whole;
      },
    };
    return examineShop(source, {}, options());
  }

  it('has nothing to say of a healthy one', async () => {
    const diagnosis = await examine([{ entries: lamps(3) }]);
    expect(diagnosis).toMatchObject({ items: 3, itemsLeftOut: 0, products: 3, itemsInStock: 3, findings: [] });
  });

  it('says what agents never get, and why', async () => {
    const entries = [
      lamp('A'),
      lamp('A', { title: 'Again' }),
      lamp('untitled', { title: ' ' }),
      lamp('relative', { url: '/lamp' }),
      lamp('picture', { imageUrl: 'lamp.jpg' }, [['Torches']]),
      lamp('money', { price: { amount: 5, currency: '€' } }),
    ];
    const diagnosis = await examine([{ entries, listed: 9 }], { problems: { discontinued: 2, no_image: 4 } });
    expect(diagnosis).toMatchObject({ items: 9, itemsLeftOut: 5, products: 1, itemsInStock: 1 });
    expect(found(diagnosis)).toEqual({
      duplicate_id: ['warning', 1, 'A: Again'],
      no_title: ['error', 1, 'untitled: https://shop.example/untitled'],
      bad_link: ['error', 1, 'relative: /lamp'],
      no_image: ['error', 4, 'picture: lamp.jpg'],
      bad_price: ['error', 1, 'money: 5 €'],
      empty_category: ['warning', 1, 'Torches: named by picture'],
      discontinued: ['warning', 2],
      no_product: ['note', 3],
    });
    expect(textReport(diagnosis, { colors: false })).toContain('! 2 items are left out or odd: discontinued');
  });

  it('says what they see wrong, and what could be better', async () => {
    const euros = (amount: number) => ({ amount, currency: 'EUR' });
    const diagnosis = await examine([
      {
        entries: [
          ...lamps(9),
          lamp('markup', { title: 'Lamp <b>markup</b>' }),
          lamp('mojibake', { description: 'Lampe dâ€™Ã©tÃ©' }),
          lamp('http', { imageUrl: 'http://shop.example/a.jpg' }),
          lamp('alone', {}, []),
          lamp('bare', { brand: null, description: '' }),
          lamp('sale', { salePrice: euros(25) }),
          lamp('gift', { salePrice: euros(1) }),
          lamp('free', { price: euros(0) }),
          lamp('dear', { price: euros(19_990) }),
          lamp('yen', { price: { amount: 2000, currency: 'JPY' } }),
          lamp('sold', { available: false }, [['Attic']]),
        ],
      },
    ]);
    expect(diagnosis).toMatchObject({ products: 20, itemsInStock: 19, itemsOnSale: 1 });
    expect(found(diagnosis)).toEqual({
      html_title: ['warning', 1, 'markup: Lamp <b>markup</b>'],
      damaged_text: ['warning', 1, 'mojibake: Lampe dâ€™Ã©tÃ©'],
      insecure_image: ['warning', 1, 'http: http://shop.example/a.jpg'],
      no_category: ['warning', 1, 'alone: Lamp alone'],
      no_brand: ['note', 1, 'bare: Lamp bare'],
      no_description: ['note', 1, 'bare: Lamp bare'],
      sale_not_lower: ['warning', 1, 'sale: 25 EUR, price 20 EUR'],
      huge_discount: ['warning', 1, 'gift: 20 → 1 EUR'],
      zero_price: ['warning', 1, 'free: Lamp free'],
      price_far_above: ['warning', 1, 'dear: 19990 EUR, middle price about 20'],
      several_currencies: ['note', 1, 'yen: JPY'],
      category_out_of_stock: ['note', 1, 'Attic: 1 out of stock'],
    });
  });

  it.each([
    ['was cut short', [{ entries: lamps(3), announced: 50 }], undefined, /50 products, but listed 3/],
    ['fails after some pages', [{ entries: lamps(3) }], new ShopFailure('failed', 'Out of order.'), /Out of order/],
    ['has nothing', [], undefined, /no product that agents could send/],
  ])('takes no listing for whole that %s', async (_, pages, failure, message) => {
    const diagnosis = await examine(pages, {}, failure);
    expect(diagnosis).toMatchObject({ items: pages.length * 3, products: 0 });
    expect(diagnosis.findings[0]).toMatchObject({
      code: 'unreadable',
      samples: [{ value: expect.stringMatching(message) }],
    });
  });

  it('cannot list a shop that is asked at every call', async () => {
    await expect(examineShop(jsonShop, {}, options())).rejects.toThrow('it cannot be listed');
  });

  it('takes a fault of the source for what it is', async () => {
    await expect(examine([], {}, new TypeError('items is not iterable'))).rejects.toThrow(TypeError);
  });
});

describe('the settings of the shop', () => {
  it('are checked and normalized as a merchant types them', () => {
    const typed = { shopUrl: ' https://shop.example/en/ ', apiKey: 'sample-key', websiteId: 'ha-1' };
    expect(settingsOf(pagedShop, typed)).toEqual({ shopUrl: 'https://shop.example', apiKey: 'sample-key' });
    expect(() => settingsOf(pagedShop, { apiKey: 'short' })).toThrow(
      'shopUrl: Shop address is required.\napiKey: API key is not valid. Expected 8 to 100 letters and digits.',
    );
  });

  it('may name hosts of this machine, and no other address that is not public', () => {
    vi.stubEnv('LOCAL_SHOP_HOSTS', '');
    const typed = (shopUrl: string) => ({ shopUrl, apiKey: 'sample-key' });
    expect(settingsOf(pagedShop, typed('http://127.0.0.1:4321'))).toMatchObject({ shopUrl: 'http://127.0.0.1:4321' });
    expect(() => settingsOf(pagedShop, typed('http://192.168.0.1'))).toThrow('shopUrl');
  });

  it('are those of its sample, if nobody has to serve that', () => {
    const demo = { ...pagedShop, sample: () => ({ shopUrl: 'https://demo.example', apiKey: 'demo-key' }) };
    expect(settingsOf(demo, undefined)).toEqual({ shopUrl: 'https://demo.example', apiKey: 'demo-key' });
    expect(() => settingsOf(pagedShop, undefined)).toThrow('--parameters or --feed is missing');
  });
});

describe('npm run doctor -- --parameters', () => {
  let files = 0;
  const file = (content: unknown) => {
    const path = join(folder, `parameters-${++files}.json`);
    writeFileSync(path, JSON.stringify(content));
    return path;
  };

  it('asks the shop that the configuration names, on this machine too', async () => {
    const shop = await startDisturbedShop((_, response) => void response.writeHead(401).end());
    vi.stubEnv('LOCAL_SHOP_HOSTS', '');
    const parameters = file([
      { key: 'feedUrl', value: `${shop.origin}/feed` },
      { key: 'feedUser', value: 'me' },
      { key: 'feedPassword', value: 'hush-hush' },
    ]);
    const { code, stdout, stderr } = await runCommand('doctor', ['--parameters', parameters]);
    expect([code, stderr]).toEqual([2, '']);
    expect(stdout).toContain('wrong_credentials');
    expect(stdout).not.toContain('hush-hush');
  });

  it.each([
    [['--parameters', '/nowhere.json'], '/nowhere.json cannot be read.'],
    [['--parameters', file([{ key: 'feedUrl', value: 'http://10.0.0.1/hush-hush' }])], 'feedUrl: Product feed URL'],
    [['--parameters', file([]), '--feed', 'feed.xml'], '--parameters and --feed exclude each other.'],
    [['--parameters', file([]), '--user', 'me'], '--user goes with --feed.'],
  ])('exits with 3 when it could not run: %j', async (args, message) => {
    const { code, stdout, stderr } = await runCommand('doctor', args);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain('hush-hush');
  });

  it('tells both ways', async () => {
    const { code, stdout } = await runCommand('doctor', ['--help']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^ {2}--parameters <file> [\s\S]*^ {2}--feed <file or address> /m);
  });

  it('leaves no file behind', () => {
    expect(readdirSync(folder).filter((name) => name.startsWith('doctor-'))).toEqual([]);
  });
});
