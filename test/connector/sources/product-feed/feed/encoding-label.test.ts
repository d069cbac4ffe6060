import { expect, test } from 'vitest';
import { encodingLabelled } from '../../../../../connector/sources/product-feed/feed/encoding-label.ts';

test.each([
  ['cp-1251', 'windows-1251'],
  ['win1251', 'windows-1251'],
  ['Windows 1250', 'windows-1250'],
  ['CP_1252', 'windows-1252'],
  ['iso8859_2', 'iso-8859-2'],
  ['ISO 8859-15', 'iso-8859-15'],
  ['latin-2', 'iso-8859-2'],
  ['Latin9', 'iso-8859-15'],
  ['latin1', 'windows-1252'],
  ['utf8', 'utf-8'],
  ['UTF-8', 'utf-8'],
  ['KOI8-R', 'koi8-r'],
  ['Shift_JIS', 'shift_jis'],
  ['sjis', 'shift_jis'],
  ['GB2312', 'gbk'],
  ['EUC-KR', 'euc-kr'],
])('%s is %s', (label, encoding) => expect(encodingLabelled(label)).toBe(encoding));

test.each([undefined, '', 'klingon', 'none', 'latin-99', 'x'.repeat(500)])('%s is none', (label) => {
  expect(encodingLabelled(label)).toBeUndefined();
});
