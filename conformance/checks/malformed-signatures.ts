import { createHash, createHmac } from 'node:crypto';
import { sign } from '../../connector/endpoint/signature.ts';

/** Values of the header that are no signature of that text, and what is wrong with each. */
export function malformedSignatures(text: string, secret: string): [what: string, value: string][] {
  const right = sign(text, secret);
  const hex = right.slice('sha256='.length);
  const digest = (algorithm: string, key: string) => createHmac(algorithm, key).update(text);
  return [
    ['an empty header', ''],
    ['no digits', 'sha256='],
    ['no algorithm', hex],
    ['another separator', `sha256:${hex}`],
    ['two separators', `sha256==${hex}`],
    ['a space before the digits', `sha256= ${hex}`],
    ['quotes', `"${right}"`],
    ['a digit less', right.slice(0, -1)],
    ['a digit more', `${right}0`],
    ['half of the digits', right.slice(0, 7 + 32)],
    ['the digits twice', `${right}${hex}`],
    ['a digit that is none', `${right.slice(0, -1)}g`],
    ['a prefix 0x', `sha256=0x${hex}`],
    ['the digits reversed', `sha256=${[...hex].reverse().join('')}`],
    ['only zeros', `sha256=${'0'.repeat(64)}`],
    ['base64', `sha256=${digest('sha256', secret).digest('base64')}`],
    ['another algorithm’s name', `sha1=${hex}`],
    ['another algorithm', `sha256=${digest('sha512', secret).digest('hex')}`],
    ['an older algorithm', `sha1=${digest('sha1', secret).digest('hex')}`],
    ['a hash without a key', `sha256=${createHash('sha256').update(text).digest('hex')}`],
    [
      'a hash of key and text',
      `sha256=${createHash('sha256')
        .update(secret + text)
        .digest('hex')}`,
    ],
    ['key and text exchanged', sign(secret, text || ' ')],
    ['an empty key', `sha256=${digest('sha256', '').digest('hex')}`],
    ['the key “undefined”', sign(text, 'undefined')],
    ['the key “null”', sign(text, 'null')],
    ['a list with the right one in it', `${right.slice(0, -1)}!, ${right}`],
    ['a word', 'null'],
    ['another scheme', `Bearer ${hex}`],
    ['two thousand digits', `sha256=${hex.repeat(32)}`],
  ];
}
