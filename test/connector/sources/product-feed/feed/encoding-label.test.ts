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
  ['EUC_KR', 'euc-kr'],
  ['ms949', 'euc-kr'],
  ['cp932', 'shift_jis'],
  ['CP936', 'gbk'],
  ['cp950', 'big5'],
  ['DOS-866', 'ibm866'],
  ['koi8r', 'koi8-r'],
  ['KOI8_U', 'koi8-u'],
  ['MacRoman', 'macintosh'],
  ['CP28592', 'iso-8859-2'],
  ['1251', 'windows-1251'],
  ['ru_RU.CP1251', 'windows-1251'],
  ['cp65001', 'utf-8'],
])('%s is %s', (label, encoding) => expect(encodingLabelled(label)).toBe(encoding));

test.each([undefined, '', 'klingon', 'none', 'latin-99', 'us-ascii', 'ANSI_X3.4-1968', '12', 'x'.repeat(500)])(
  '%s is none',
  (label) => {
    expect(encodingLabelled(label)).toBeUndefined();
  },
);
