import { TextDecoder } from 'node:util';

/** The parts of ISO 8859 by their place among the Latin alphabets. */
const latin = [1, 2, 3, 4, 9, 10, 13, 14, 15, 16];

/** Numbers of Windows' code pages (learn.microsoft.com/windows/win32/intl/code-page-identifiers) beside 125x, 874 and 2859x. */
const codePages: Readonly<Record<string, string>> = {
  '819': 'iso-8859-1',
  '866': 'ibm866',
  '932': 'shift_jis',
  '936': 'gbk',
  '949': 'euc-kr',
  '950': 'big5',
  '10000': 'macintosh',
  '10007': 'x-mac-cyrillic',
  '20866': 'koi8-r',
  '20932': 'euc-jp',
  '21866': 'koi8-u',
  '51932': 'euc-jp',
  '51936': 'gbk',
  '51949': 'euc-kr',
  '54936': 'gb18030',
  '65001': 'utf-8',
};

/** Names that people write with other separators, or with none. */
const names = ['koi8-r', 'koi8-u', 'shift_jis', 'euc-jp', 'euc-kr', 'gb18030', 'big5-hkscs', 'x-mac-cyrillic'];

/**
 * The encoding that a label means, as people and exports write it: `CP-1251`, `win1251`, `iso8859_2`, `Latin-2`, `ru_RU.CP1251`;
 * undefined for none. `us-ascii` is none either: it is asked for where bytes are not ASCII.
 */
export function encodingLabelled(label: string | undefined): string | undefined {
  const name = label?.trim().toLowerCase().split('.').at(-1) ?? '';
  if (name === '' || name.length > 40 || name.includes('ascii')) return undefined;
  const bare = bareName(name);
  const page = /^(?:x?cp|x?codepage|win|windows|ms|microsoft|ansi|ibm|dos)?(\d{3,5})$/.exec(bare)?.[1] ?? '';
  const part =
    /^2859(\d)$/.exec(page)?.[1] ??
    /^(?:iso)?8859(\d{1,2})$/.exec(bare)?.[1] ??
    latin[Number(/^latin(\d{1,2})$/.exec(bare)?.[1]) - 1];
  const known = [
    /^(?:125\d|874)$/.test(page) && `windows-${page}`,
    part && `iso-8859-${part}`,
    codePages[page],
    bare === 'macroman' && 'macintosh',
    names.find((known) => bareName(known) === bare),
    ...[name, bare],
  ];
  for (const encoding of known) {
    try {
      if (encoding) return new TextDecoder(encoding).encoding;
    } catch {}
  }
  return undefined;
}

function bareName(name: string): string {
  return name.replace(/[^a-z\d]/g, '');
}
