import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { decodeFeed } from '../../../../../connector/sources/product-feed/feed/decode-feed.ts';
import { unpackFeed } from '../../../../../connector/sources/product-feed/feed/unpack-feed.ts';
import { bytesOf } from '../read-text.ts';
import { encoded } from './encoded.ts';

async function decode(...chunks: (string | Uint8Array)[]): Promise<string> {
  let text = '';
  for await (const part of decodeFeed(unpackFeed(bytesOf(...chunks), 10_000_000))) text += part;
  return text;
}

const latin1 = (text: string) => Buffer.from(text, 'latin1');
const filler = 'a'.repeat(65_536);

test('UTF-8 is read as such, with or without a byte order mark, and so is what XML declares', async () => {
  expect(await decode('é€😀')).toBe('é€😀');
  expect(await decode('\ufeffé')).toBe('é');
  expect(await decode('<?xml version="1.0" encoding="ISO-8859-1"?>', latin1('é'))).toMatch(/é$/);
  expect(
    await decode(Buffer.concat([latin1("<?xml version='1.0' encoding='Shift_JIS'?>"), Buffer.from([0x93, 0xfa])])),
  ).toMatch(/日$/);
});

test('UTF-16 is read in either byte order', async () => {
  const bytes = Buffer.from('\ufeff<rss>é', 'utf16le');
  expect(await decode(bytes)).toBe('<rss>é');
  expect(await decode(Buffer.from(bytes).swap16())).toBe('<rss>é');
  expect(await decode(bytes.subarray(2))).toBe('<rss>é');
});

test('bytes that are no UTF-8 are windows-1252, also when XML claims UTF-8 or an unknown encoding', async () => {
  expect(await decode(latin1('caf\xe9 \x80 \x93q\x94'))).toBe('café € “q”');
  expect(await decode(latin1('<?xml version="1.0" encoding="UTF-8"?>caf\xe9'))).toMatch(/café$/);
  expect(await decode(latin1('<?xml version="1.0" encoding="klingon"?>caf\xe9'))).toMatch(/café$/);
});

test('a character that was cut in two does not spoil a UTF-8 feed', async () => {
  expect(await decode(latin1('\xc3 '), 'été')).toBe('\ufffd été');
});

test("the encoding is found however late its first character comes, also across a block's edge", async () => {
  for (const lead of [0, 1, 2, 3, 65_533, 65_534, 65_535, 65_536, 65_537]) {
    const ascii = filler.repeat(2).slice(0, lead);
    expect((await decode(`${ascii}é€ `, filler)).slice(lead, lead + 3)).toBe('é€ ');
    expect((await decode(ascii, latin1('\xe9t\xe9'), filler)).slice(lead, lead + 3)).toBe('été');
    expect((await decode(ascii, latin1('\xe9'))).slice(lead)).toBe('é');
  }
});

test('a gzip file is unpacked by its content; one that is cut off or damaged is refused', async () => {
  const packed = gzipSync('hello '.repeat(1_000));
  expect(await decode(packed)).toHaveLength(6_000);
  await expect(decode(packed.subarray(0, -9))).rejects.toMatchObject({ reason: 'failed' });
  await expect(decode(packed.subarray(0, 10), 'junk')).rejects.toMatchObject({ reason: 'failed' });
});

test('reading stops at the limit, for a gzip bomb long before it is unpacked', async () => {
  let produced = 0;
  let closed = false;
  const bomb = Buffer.concat(Array(300).fill(gzipSync(Buffer.alloc(10_000_000))));
  async function* source() {
    try {
      for (let at = 0; at < bomb.length; at += 1_024) {
        produced += 1_024;
        yield bomb.subarray(at, at + 1_024);
      }
    } finally {
      closed = true;
    }
  }
  const blocks = unpackFeed(source(), 1_000_000);
  const drain = async () => {
    for await (const _ of blocks);
  };
  await expect(drain()).rejects.toMatchObject({
    reason: 'too_large',
    message: 'The feed is larger than 1 MB, the most that can be read.',
  });
  expect(produced).toBeLessThan(bomb.length / 2);
  expect(closed).toBe(true);
});

test('an error of the connection passes through as it is, packed or not', async () => {
  const broken = new Error('connection reset');
  for (const start of ['id\ttitle', gzipSync('id\ttitle').subarray(0, 15)]) {
    const source = async function* () {
      yield* bytesOf(start);
      throw broken;
    };
    const drain = async () => {
      for await (const _ of unpackFeed(source(), 1_000));
    };
    await expect(drain()).rejects.toBe(broken);
  }
});

async function decodeAs(bytes: Buffer, charset?: string): Promise<{ text: string; guess: string | undefined }> {
  let text = '';
  let guess: string | undefined;
  const onGuess = (encoding: string) => {
    guess = encoding;
  };
  const options = { charset, onGuess };
  for await (const part of decodeFeed(unpackFeed(bytesOf(bytes), 10_000_000), options)) text += part;
  return { text, guess };
}

const samples: [language: string, encoding: string, text: string][] = [
  ['Russian', 'windows-1251', 'Синяя рубашка из хлопка, красное платье'],
  ['Russian', 'koi8-r', 'Синяя рубашка из хлопка, красное платье'],
  ['Russian', 'iso-8859-5', 'Синяя рубашка из хлопка, красное платье'],
  ['Ukrainian', 'windows-1251', 'Синя сорочка з бавовни, їжак та ґудзик'],
  ['Greek', 'windows-1253', 'Μπλε πουκάμισο με μακρύ μανίκι'],
  ['Turkish', 'windows-1254', 'Mavi gömlek, çalışma ışığı, güneş'],
  ['Polish', 'windows-1250', 'Niebieska koszula z bawełny, żółta łódź, ślązak'],
  ['Polish', 'iso-8859-2', 'Niebieska koszula z bawełny, żółta łódź, śliczna'],
  ['Czech', 'windows-1250', 'Modrá košile, příliš žluťoučký kůň'],
  ['Hungarian', 'windows-1250', 'Kék ing, hosszú ujjú, tűzőgép'],
  ['French', 'windows-1252', 'Chemise à manches longues, été, œuvre, naïve'],
  ['German', 'windows-1252', 'Größe für Männer, weiß'],
  ['Arabic', 'windows-1256', 'قميص أزرق بأكمام طويلة'],
  ['Serbian', 'windows-1251', 'Плава шоља за чај'],
  ['Bulgarian', 'windows-1251', 'Синя чаша за кафе, твърда корица'],
  ['Belarusian', 'windows-1251', 'Сіняя кашуля з доўгім рукавом'],
  ['Greek in capitals', 'windows-1253', 'ΜΠΛΕ ΚΟΥΠΑ ΓΙΑ ΚΑΦΕ'],
  ['Greek', 'iso-8859-7', 'Άσπρη κούπα για τσάι'],
  ['Hebrew', 'windows-1255', 'ספל כחול'],
  ['French', 'macintosh', 'Théière à poignée, été, naïve'],
];

test.each(samples)('%s in %s that nothing states is told by its letters, and as a guess', async (_, encoding, text) => {
  const { text: read, guess } = await decodeAs(encoded(encoding, `id\ttitle\n1\t${text}\n`));
  expect(read).toContain(text);
  expect(guess).toBeDefined();
});

test.each(samples)('%s in %s is read by the charset that comes with it, and is no guess', async (_, encoding, text) => {
  for (const charset of [encoding, encoding.replace('windows-', 'cp')]) {
    expect(await decodeAs(encoded(encoding, text), charset)).toEqual({ text, guess: undefined });
  }
});

test('a sign between Latin letters is no character of a wide encoding', async () => {
  for (const text of ['20°C thermo mug', 'Mug® for tea', '½ pint mug', 'Blå mug']) {
    expect((await decodeAs(latin1(`id\ttitle\n1\t${text}\n`))).text).toContain(text);
  }
});

test('letters are judged however far behind the beginning they come', async () => {
  const bytes = Buffer.concat([latin1(filler.slice(0, 40_000)), encoded('windows-1251', '\tСиняя рубашка\n')]);
  expect(await decodeAs(bytes)).toMatchObject({
    text: expect.stringContaining('Синяя рубашка'),
    guess: 'windows-1251',
  });
});

test('one stray byte in UTF-8 gives no say to the charset of a server', async () => {
  const bytes = Buffer.concat([Buffer.from('Théière bleue, été, '.repeat(20)), latin1('\xe9 ')]);
  const { text, guess } = await decodeAs(bytes, 'iso-8859-1');
  expect(text).toMatch(/^Théière.*\ufffd $/);
  expect(guess).toBeUndefined();
});

test('us-ascii, which the bytes deny, says nothing', async () => {
  const bytes = encoded('windows-1251', 'Синяя рубашка');
  expect(await decodeAs(bytes, 'us-ascii')).toEqual({ text: 'Синяя рубашка', guess: 'windows-1251' });
});

test('valid UTF-8 counts before any charset, and a charset before the XML declaration', async () => {
  expect((await decodeAs(Buffer.from('été'), 'windows-1251')).text).toBe('été');
  const xml = encoded('windows-1251', '<?xml version="1.0" encoding="windows-1253"?>Синяя');
  expect((await decodeAs(xml, 'windows-1251')).text).toMatch(/Синяя$/);
  expect((await decodeAs(xml, 'utf-8')).text).not.toMatch(/Синяя$/);
  expect((await decodeAs(encoded('windows-1251', "<?xml version='1.0' encoding='cp-1251'?>Синяя"))).text).toMatch(
    /Синяя$/,
  );
});

test('a table in UTF-16 needs no byte order mark', async () => {
  const bytes = Buffer.from('id\ttitle\n1\tété', 'utf16le');
  expect((await decodeAs(bytes)).text).toBe('id\ttitle\n1\tété');
  expect((await decodeAs(Buffer.from(bytes).swap16())).text).toBe('id\ttitle\n1\tété');
  for (const title of ['Товары', 'Ārpus Āzijas']) {
    const titled = Buffer.from(`${title}\nid\ttitle\n1\tété`, 'utf16le');
    expect((await decodeAs(titled)).text).toMatch(new RegExp(`^${title}\n`));
    expect((await decodeAs(Buffer.from(titled).swap16())).text).toMatch(new RegExp(`^${title}\n`));
  }
});
