import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The shops of the template besides the product feed: one line chooses each. */
const shops = readdirSync(join(import.meta.dirname, '../../connector/sources')).filter(
  (name) => name !== 'product-feed',
);

/** What integrators make of the template, each as a change of a copy of it, whose folder is given. */
export const forks: Record<string, (folder: string) => void> = {
  ...Object.fromEntries(shops.map((name) => [name, (folder: string) => chooseShop(folder, name)])),

  /** A private app of another language. */
  private(folder) {
    edit(join(folder, 'connector.config.ts'), ["locale: 'fr-FR'", "locale: 'de-DE'"]);
    edit(join(folder, 'connector.config.ts'), ["websites: 'proved'", "websites: ['ha-123']"]);
  },

  /** Another shop, read into an index; without the product feed and all that runs on it, as docs/upgrading.md says. */
  paged(folder) {
    chooseExample(folder, 'paged-shop', ['{ productFeed as source }', '{ pagedShop as source }']);
    const ofFeed = [
      'connector/sources/product-feed',
      'commands/doctor/feed',
      'dev/build-feed-file.ts',
      'bench',
      'test/fixtures/template.config.ts',
      'test/fixtures/private.config.ts',
    ];
    const kept = ['contracts', 'fixtures', 'fork', 'helpers'];
    const tests = readdirSync(join(folder, 'test')).filter((name) => !kept.includes(name));
    for (const path of [...ofFeed, ...tests.map((name) => join('test', name))]) {
      rmSync(join(folder, path), { recursive: true });
    }
    const doctor = join(folder, 'commands/doctor.ts');
    edit(doctor, [/\/\/ What a fork without feeds.*\n.*\n/, '']);
    edit(doctor, ['return examineFeed(feed, user, options)', "throw new WrongUsage('This connector reads no feeds.')"]);
    edit(doctor, ['feed, user, parameters, queries', 'feed, parameters, queries']);
  },

  /** A shop that is asked at every call. */
  live(folder) {
    chooseExample(folder, 'json-shop', ['{ productFeed as source }', '{ jsonShop as catalog, jsonShop as source }']);
    edit(join(folder, 'connector.config.ts'), [/export \{ storedCatalog .*\n/, '']);
  },

  /** A shop whose customers are known, with both plugins beside the product list. */
  plugins(folder) {
    chooseExample(folder, 'paged-shop', ['{ productFeed as source }', '{ pagedShop as source }']);
    const config = join(folder, 'connector.config.ts');
    for (const [file, name, plugin] of [
      ['order-history', 'orderHistory', 'visitorProfile'],
      ['closing-reasons', 'closingReasons', 'closingForm'],
    ] as const) {
      const path = `connector/sources/paged-shop/${file}.ts`;
      cpSync(join(folder, 'docs/examples', `${file}.ts`), join(folder, path));
      edit(join(folder, path), [/'\.\.\/\.\.\/connector\//g, "'../../"]);
      edit(config, [new RegExp(`export const ${plugin}.*\n`), `export { ${name} as ${plugin} } from './${path}';\n`]);
      edit(config, [/import type \{ (ClosingForm|VisitorProfile) \}.*\n/, '']);
    }
    edit(join(folder, 'connector/sources/paged-shop/order-history.ts'), ['./paged-shop.ts', './source.ts']);
  },

  /** An endpoint of its own, and a handler of events that calls the platform back. */
  own(folder) {
    mkdirSync(join(folder, 'functions/own'));
    cpSync(join(folder, 'docs/examples/own-stock.ts'), join(folder, 'functions/own/stock.ts'));
    const example = 'on-conversation-closed.ts';
    cpSync(join(folder, 'docs/examples', example), join(folder, 'functions/own', example));
    edit(join(folder, 'connector.config.ts'), ['EventType[] = []', "EventType[] = ['conversation.closed']"]);
    edit(join(folder, 'connector.config.ts'), ['keepsApiKey: boolean = false', 'keepsApiKey: boolean = true']);
    edit(join(folder, 'connector.config.ts'), [
      'OwnRoutes = {}',
      "OwnRoutes = { 'GET /stock': { name: 'stock', uses: ['catalog'] } }",
    ]);
  },
};

function chooseShop(folder: string, name: string): void {
  const word = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase());
  const config = join(folder, 'connector.config.ts');
  edit(config, ['{ productFeed as source }', `{ ${word} as source }`]);
  edit(config, ['sources/product-feed/source.ts', `sources/${name}/source.ts`]);
}

/** Copies an example to a source's folder and names it in the line that chooses the shop. */
function chooseExample(folder: string, name: string, exported: [string, string]): void {
  const source = `connector/sources/${name}/source.ts`;
  mkdirSync(join(folder, 'connector/sources', name));
  cpSync(join(folder, 'docs/examples', `${name}.ts`), join(folder, source));
  edit(join(folder, source), [/'\.\.\/\.\.\/connector\//g, "'../../"]);
  edit(join(folder, 'connector.config.ts'), exported);
  edit(join(folder, 'connector.config.ts'), ['connector/sources/product-feed/source.ts', source]);
}

/** Replaces what must be there. */
function edit(file: string, [from, to]: [string | RegExp, string]): void {
  const text = readFileSync(file, 'utf8');
  const edited = text.replace(from, to);
  if (edited === text) throw new Error(`${file} holds no ${from}.`);
  writeFileSync(file, edited);
}
