/** A catalog as tests describe it, and its spelling in each format that shops use. */
export interface FeedFixture {
  /** By Google's names; `description` is HTML. */
  values: Record<string, string>;
  /** Label paths. */
  paths: string[][];
}

const columns = [
  'id',
  'title',
  'description',
  'link',
  'image_link',
  'price',
  'sale_price',
  'availability',
  'brand',
  'mpn',
  'gtin',
  'item_group_id',
  'color',
  'size',
] as const;

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** How an XML writer may vary without meaning anything else. */
export interface XmlStyle {
  prefix: string;
  cdata: boolean;
  spaces: boolean;
}

function xmlFields(
  { values, paths }: FeedFixture,
  { prefix, cdata, spaces }: XmlStyle,
  bare: readonly string[],
): string {
  const content = (text: string) =>
    cdata && /[<&]/.test(text) ? `<![CDATA[${text.replaceAll(']]>', ']]]]><![CDATA[>')}]]>` : escaped(text);
  const named = (name: string) => (prefix === '' || bare.includes(name) ? name : `${prefix}:${name}`);
  const gap = spaces ? '\n  ' : '';
  return [...Object.entries(values), ...paths.map((path) => ['product_type', path.join(' > ')] as const)]
    .map(([name, text]) => `${gap}<${named(name)}>${gap}${content(text)}${gap}</${named(name)}>`)
    .join('');
}

const binding = ({ prefix }: XmlStyle) => (prefix === '' ? '' : ` xmlns:${prefix}="http://base.google.com/ns/1.0"`);

export function writeRss(fixtures: FeedFixture[], style: XmlStyle): string {
  const items = fixtures.map(
    (fixture) => `<item>${xmlFields(fixture, style, ['title', 'link', 'description'])}</item>`,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"${binding(style)}><channel><title>Shop</title><link>https://shop.example</link>${items.join('\n')}</channel></rss>\n`;
}

export function writeAtom(fixtures: FeedFixture[], style: XmlStyle): string {
  const entries = fixtures.map(({ values: { link = '', ...values }, paths }) => {
    const href = escaped(link).replaceAll('"', '&quot;');
    return `<entry><link rel="self" href="https://shop.example/self"/><link href="${href}"/>${xmlFields({ values, paths }, style, ['title'])}</entry>`;
  });
  return `<feed xmlns="http://www.w3.org/2005/Atom"${binding(style)}><title>Shop</title>${entries.join('')}</feed>`;
}

/** Quotes a list's value that contains a comma, as Google's tab-delimited format does. */
const listOf = (paths: string[][]) =>
  paths
    .map((path) => path.join(' > '))
    .map((path) => (path.includes(',') ? `"${path}"` : path))
    .join(',');

export function writeTable(
  fixtures: FeedFixture[],
  { delimiter, lineBreak, names }: { delimiter: string; lineBreak: string; names: 'plain' | 'spaced' | 'prefixed' },
): string {
  const cell = (text: string) =>
    text.includes(delimiter) || /["\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const header = [...columns, 'product_type'].map((name) =>
    names === 'plain' ? name : names === 'prefixed' ? `g:${name}` : name.replaceAll('_', ' ').toUpperCase(),
  );
  const rows = fixtures.map(({ values, paths }) => [...columns.map((name) => values[name] ?? ''), listOf(paths)]);
  return [header, ...rows].map((row) => row.map(cell).join(delimiter) + lineBreak).join('');
}
