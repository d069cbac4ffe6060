import { TextDecoder } from 'node:util';

interface Alphabet {
  /** 8-bit encodings that hold it. */
  encodings: readonly string[];
  /** Beyond ASCII, in lower case, as in brackets of a regular expression; upper case counts, too. */
  letters: string;
  /** Of an alphabet of its own, the letters that make up most of a text. */
  common?: string;
  /** Of which a word of three letters has one at least; the writing of another alphabet seldom does. */
  vowels?: string;
}

const western = ['windows-1252', 'macintosh'];
const cyrillicVowels = 'аеёиоуъыэюяіїєўАЕЁИОУЪЫЭЮЯІЇЄЎ';
const central = ['windows-1250', 'iso-8859-2'];
const alphabets: readonly Alphabet[] = [
  ...['éèêàâçîïôûùëœ', 'äöüß', 'ñáéíóúüçàèò', 'àèéìòù', 'ãõáéíóúâêôàç', 'åäöæøé'].map((letters) => ({
    encodings: western,
    letters,
  })),
  ...['ąćęłńóśźż', 'áčďéěíňóřšťúůýžľĺŕôä', 'áéíóöőúüű', 'ăâîşţ', 'čćđšž'].map((letters) => ({
    encodings: central,
    letters,
  })),
  {
    encodings: ['windows-1251', 'koi8-r', 'iso-8859-5', 'ibm866'],
    letters: 'а-яё',
    common: 'оеаинтсрвлкмдпу',
    vowels: cyrillicVowels,
  },
  { encodings: ['windows-1251', 'koi8-u'], letters: 'а-яґєії', common: 'оаиінтвресклумд', vowels: cyrillicVowels },
  { encodings: ['windows-1251'], letters: 'а-яёіў', common: 'аеніорстлкмдупя', vowels: cyrillicVowels },
  {
    encodings: ['windows-1251', 'iso-8859-5'],
    letters: 'а-шђјљњћџѓќѕ',
    common: 'аоиенртсвлкмдпју',
    vowels: cyrillicVowels,
  },
  {
    encodings: ['windows-1253', 'iso-8859-7'],
    letters: 'ά-ώα-ω',
    common: 'αοιετσνηυρπκμλςόά',
    // Small letters carry an accent in every word.
    vowels: 'άέήίόύώΐΰΆΈΉΊΌΎΏΑΕΗΙΟΥΩ',
  },
  { encodings: ['windows-1254'], letters: 'çğıöşüİ' },
  { encodings: ['windows-1255'], letters: 'א-ת', common: 'יוהאלמרתבשנחעדםצכפקס' },
  { encodings: ['windows-1256'], letters: 'ء-يپچژگ', common: 'اليمونرتبةعدسفهق' },
  { encodings: ['windows-1257'], letters: 'āčēģīķļņšūžąęėįųõäöü' },
  { encodings: ['windows-874'], letters: 'ก-ฺเ-๎', common: 'านรอกเงมยลวดทส้่ัิี' },
];

/** Multi-byte encodings without a label, by what their texts are full of: more than one at a time, for `0°C` in Latin letters is a 癈 in GBK. */
const wide: readonly [encoding: string, letters: RegExp][] = [
  ['shift_jis', /[\u3040-\u30ff]{2,}/g],
  ['euc-jp', /[\u3040-\u30ff]{2,}/g],
  ['euc-kr', /[\uac00-\ud7a3]{2,}/g],
  ['gbk', /[\u4e00-\u9fff]{2,}/g],
  ['big5', /[\u4e00-\u9fff]{2,}/g],
];
const fewestWide = 4;

const sampleBytes = 16_384;
/** Of the letters beyond ASCII that must be of one alphabet. */
const convincing = 0.7;

/**
 * The most likely encoding of bytes that are no UTF-8, when nothing says which: the one in which what is not ASCII are letters of one
 * language's alphabet, in words of one script and one case. windows-1252 where none convinces.
 */
export function detectEncoding(bytes: Buffer): string {
  // With the ASCII letters of its word.
  const start = Math.max(0, bytes.findIndex((byte) => byte > 0x7f) - 32);
  const sample = bytes.subarray(start, start + sampleBytes);
  let best = { encoding: 'windows-1252', score: Number.NEGATIVE_INFINITY };
  const texts = new Map<string, string>();
  for (const alphabet of alphabets) {
    for (const encoding of alphabet.encodings) {
      const text = texts.get(encoding) ?? new TextDecoder(encoding).decode(sample);
      texts.set(encoding, text);
      const score = scoreOf(text, alphabet);
      if (score > best.score) best = { encoding, score };
    }
  }
  if (best.score >= convincing) return best.encoding;
  return wideEncoding(sample) ?? best.encoding;
}

/** At most 1: the share of letters that fit, a rare one half, less what does not belong into words. */
function scoreOf(text: string, { letters, common, vowels }: Alphabet): number {
  const beyond = text.match(/[^\0-\x7f\s]/g)?.length ?? 0;
  if (beyond === 0) return 0;
  const known = new RegExp(`[${letters}${letters.toUpperCase()}]`);
  const frequent = common === undefined ? known : new RegExp(`[${common}${common.toUpperCase()}]`);
  const vowel = vowels === undefined ? undefined : new RegExp(`[${vowels}]`);
  let score = 0;
  for (const [word] of text.matchAll(/[^\s!-@[-`{-~]*[^\0-\x7f\s][^\s!-@[-`{-~]*/g)) {
    // One letter of another script is more likely a sign.
    if (common !== undefined && word.length < 2) continue;
    for (let at = 0; at < word.length; at++) {
      const character = word[at]!;
      if (character < '\x80') {
        if (common !== undefined) score--;
      } else if (known.test(character)) score += frequent.test(character) ? 1 : 0.5;
      // A sign may stand at the edge of a word (`5€`, `“a”`), not in the middle of it.
      else if ((at > 0 && at < word.length - 1) || /[\p{L}\x80-\x9f\ufffd]/u.test(character)) score--;
    }
    if (vowel && word.length > 2 && !vowel.test(word)) score -= word.length;
    // `сИНЯЯ`, `МбНЯ`: between encodings of one script the cases are swapped or mixed.
    score -= 2 * (word.match(/\p{Ll}\p{Lu}/gu)?.length ?? 0);
  }
  return score / beyond;
}

function wideEncoding(sample: Buffer): string | undefined {
  for (const [encoding, letters] of wide) {
    const text = new TextDecoder(encoding).decode(sample, { stream: true });
    const beyond = text.match(/[^\0-\x7f]/g)?.length ?? 0;
    const fitting = text.match(letters)?.join('').length ?? 0;
    if (fitting < fewestWide) continue;
    if (!text.includes('\ufffd') && fitting > beyond * (letters.source.includes('3040') ? 0.3 : 0.7)) return encoding;
  }
  return undefined;
}
