import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { createGzip, gzipSync } from 'node:zlib';
import { ReadReport } from '../../../../connector/sources/product-feed/items/read-report.ts';
import { buildFeedFile } from '../../../../dev/build-feed-file.ts';
import { item } from './read-text.ts';

/** Builds a catalog of each feed below, one after the other, of as many megabytes as asked for, and says on stdout what came of it. */

export interface Outcome {
  /** Of the feed as sent. */
  megabytes: number;
  seconds: number;
  items: number;
  /** Products, or why there are none. */
  result: string;
  /** Files in the folder that was built in. */
  left: string[];
  /** Of this process so far. */
  peakMegabytes: number;
}

const mebibyte = 2 ** 20;
const head = '<rss xmlns:g="http://base.google.com/ns/1.0"><channel>';
const good = `<item>${item()}</item>`;
const columns = 'id\ttitle\tlink\timage_link\tprice\n';
const row = 'A1\tLamp\thttps://shop.example/\thttps://shop.example/a.jpg\t1 EUR\n';

function* times(megabytes: number, piece: string | Uint8Array): Generator<string | Uint8Array> {
  const block = typeof piece === 'string' ? piece.repeat(Math.ceil(65_536 / piece.length)) : piece;
  for (let sent = 0; sent < megabytes * mebibyte; sent += block.length) yield block;
}

function* around(start: string, middle: Iterable<string | Uint8Array>, end: string) {
  yield start;
  yield* middle;
  yield end;
}

/** Numbered pieces, no two alike. */
function* numbered(megabytes: number, piece: (number: number) => string): Generator<string> {
  let number = 0;
  for (let sent = 0; sent < megabytes * mebibyte; ) {
    let block = '';
    while (block.length < 65_536) block += piece(number++);
    sent += block.length;
    yield block;
  }
}

const zeros = () => gzipSync(Buffer.alloc(mebibyte, 'x'));
/** A deflate block that holds nothing: five bytes to nothing. */
const nothing = Buffer.from([0, 0, 0, 0xff, 0xff]);
const gzipHeader = Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);

export const feeds = {
  'one element': (m: number) =>
    around(`${head}<item><description>`, times(m, 'x'), `</description>${item()}</item></channel></rss>`),
  'one CDATA section': (m: number) =>
    around(`${head}<item><title><![CDATA[`, times(m, 'x'), `]]></title></item>${good}</channel></rss>`),
  'one attribute': (m: number) => around(`${head}<item x="`, times(m, 'x'), `"/>${good}</channel></rss>`),
  'one comment': (m: number) => around(`${head}<!--`, times(m, 'x'), `-->${good}</channel></rss>`),
  'one tag with many attributes': (m: number) =>
    around(
      `${head}<item `,
      numbered(m, (i) => `a${i}="x" `),
      `/>${good}</channel></rss>`,
    ),
  'one item with many categories': (m: number) =>
    around(
      `${head}<item>${item()}`,
      numbered(m, (i) => `<g:product_type>a${i}</g:product_type>`),
      '</item></channel></rss>',
    ),
  'many namespaces': (m: number) =>
    around(
      head,
      numbered(m, (i) => `<a xmlns:n${i}="http://base.google.com/ns/1.0"/>`),
      `${good}</channel></rss>`,
    ),
  'empty items': (m: number) => around(head, times(m, '<item/>'), `${good}</channel></rss>`),
  'empty rows': (m: number) => around(columns, times(m, '\t\t\t\t\n'), row),
  'empty lines': (m: number) => around(columns, times(m, '\n'), row),
  'one cell': (m: number) => around(`${columns}A2\t`, times(m, 'x'), `\n${row}`),
  'one quoted cell that does not end': (m: number) => around(`${columns}A2\t"`, times(m, 'x\n'), row),
  'many categories': (m: number) =>
    around(
      head,
      numbered(m, (i) => `<item>${item({ id: `A${i}`, product_type: `C${i} &gt; D &gt; E` })}</item>`),
      '</channel></rss>',
    ),
  'entities of entities': (m: number) =>
    around(
      `<!DOCTYPE rss [<!ENTITY a "${'x'.repeat(1_000)}"><!ENTITY b "${'&a;'.repeat(1_000)}"><!ENTITY c SYSTEM "file:///etc/passwd">]>${head}`,
      numbered(m, (i) => `<item>${item({ id: `A${i}`, title: '&b;&c;' })}</item>`),
      '</channel></rss>',
    ),
  'a gzip bomb': (m: number) => Readable.from(around(head, times(m * 4, 'x'), '')).pipe(createGzip()),
  'a gzip bomb of archives': (m: number) =>
    Readable.from(
      (function* () {
        yield gzipHeader;
        for (const _ of times(m * 4, zeros())) yield* Array(20).fill(Buffer.concat(Array(10_000).fill(nothing)));
      })(),
    ).pipe(createGzip()),
};

async function build(name: keyof typeof feeds, megabytes: number): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'endless-'));
  const report = new ReadReport();
  const started = performance.now();
  let sent = 0;
  const bytes = (async function* () {
    for await (const piece of feeds[name](megabytes)) {
      sent += piece.length;
      yield typeof piece === 'string' ? Buffer.from(piece) : piece;
    }
  })();
  const limits = { maxItems: 5_000_000, maxBytes: 2 * megabytes * mebibyte, now: new Date('2026-06-15') };
  try {
    const result = await buildFeedFile(bytes, join(folder, 'catalog'), limits, report).then(
      ({ products }) => `${products} products`,
      (error) => `${error.reason ?? error}: ${error.message}`,
    );
    return {
      megabytes: Math.round(sent / mebibyte),
      seconds: Number(((performance.now() - started) / 1000).toFixed(1)),
      items: report.items,
      result,
      left: readdirSync(folder),
      peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

if (import.meta.main) {
  const [megabytes = '8', ...only] = process.argv.slice(2);
  for (const name of Object.keys(feeds) as (keyof typeof feeds)[]) {
    if (only.length > 0 && !only.includes(name)) continue;
    console.log(JSON.stringify({ name, ...(await build(name, Number(megabytes))) }));
  }
}
