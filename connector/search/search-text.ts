/** The longest word kept, in UTF-16 units: longer runs are no words that anybody types. */
const maxWordLength = 40;

const letters: Record<string, string> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' },
  // At the end of a word; a sign for times; stretches of Arabic letters.
  ...{ ς: 'σ', '×': ' x ', ـ: '' },
};

/** Lower case without accents and marks, digits as 0 to 9, so that `Crème BRÛLÉE` and `creme brulee` are one text. */
export function fold(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  return text
    .replace(/[™℠]/g, ' ')
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0670\u00ad\u200b-\u200d\ufeff]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[ßæœøłđðþıς×ـ]/g, (letter) => letters[letter]!)
    .replace(unicode().digit, asciiDigit);
}

/** Unicode has the digits of each script in a row, from its zero. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0)!;
  let zero = code;
  while (code - zero < 9 && isDigit(zero - 1)) zero--;
  return String(code - zero);
}

function isDigit(code: number): boolean {
  const { digit } = unicode();
  digit.lastIndex = 0;
  return digit.test(String.fromCodePoint(code));
}

const transliterated: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ø: 'oe', å: 'aa' };

/** The text with two letters for one where German and the Nordic languages write them so: `Müller` → `Mueller`. */
export function transliterate(text: string): string {
  return isAscii(text)
    ? text
    : text
        .normalize('NFC')
        .toLowerCase()
        .replace(/[äöüøå]/g, (letter) => transliterated[letter]!);
}

/** `16gb` → 16, gb; of a word that has no border of digits and letters nothing. */
export function partsOf(word: string): string[] {
  const parts = /\d/.test(word) ? (word.match(/\d+|\D+/g) ?? []) : [];
  return parts.length > 1 ? parts : [];
}

/**
 * The words to index. A run of a script without spaces becomes its pairs of characters and its last character, so
 * that any part of it finds it. Behind them, once each, what people join or write apart: `tshirt` of `T-shirt` and `T Shirt`,
 * 16 and gb of `16GB`, `16gb` of `16 GB`.
 */
export function indexWords(text: string): string[] {
  const folded = fold(text);
  const words = split(folded, (run) => [...pairs(run), run.at(-1)!]);
  const more = new Set(words.flatMap(partsOf));
  for (let at = 1; at < words.length; at++) {
    const [before, word] = [words[at - 1]!, words[at]!];
    if (isJoined(before, word)) more.add(before + word);
  }
  if (/[-‐‑]/.test(folded)) {
    const hyphenated = folded.match(/[\p{L}\p{N}]+(?:[-‐‑][\p{L}\p{N}]+)+/gu) ?? [];
    for (const run of hyphenated) more.add(run.replace(/[-‐‑]/g, '').slice(0, maxWordLength));
  }
  return words.concat([...more]);
}

/** A number and its unit, a letter and its word; not what French elides (`l'eau`, `d'été`). */
function isJoined(before: string, word: string): boolean {
  if (/^\d{1,5}$/.test(before)) return /^[a-z]{1,3}$/.test(word);
  return /^[^\W\dcdjlmnqs_]$/.test(before) && /^[a-z]{3,}$/.test(word);
}

/** The words of a query, in the order typed. A pair of characters stands for a word in scripts without spaces. */
export function queryWords(text: string): string[] {
  return split(fold(text), (run) => (run.length === 1 ? run : pairs(run)));
}

/** A reference without what people leave out or add: case, spaces, dashes, dots, slashes. */
export function referenceKey(text: string): string {
  return runs(fold(text)).join('').slice(0, 100);
}

function split(folded: string, ofUnspaced: (run: string[]) => string[]): string[] {
  return runs(withoutGenitives(folded)).flatMap((run) => {
    if (isAscii(run)) return run.slice(0, maxWordLength);
    const found: string[] = [];
    let end = 0;
    for (const { 0: part, index } of run.matchAll(unicode().unspaced)) {
      if (index > end) found.push(run.slice(end, index).slice(0, maxWordLength));
      found.push(...ofUnspaced([...part]));
      end = index + part.length;
    }
    if (end < run.length) found.push(run.slice(end).slice(0, maxWordLength));
    return found;
  });
}

function withoutGenitives(folded: string): string {
  return folded.replace(isAscii(folded) ? /'s(?![a-z0-9])/g : unicode().genitive, '');
}

function runs(folded: string): string[] {
  return folded.match(isAscii(folded) ? /[a-z0-9]+/g : unicode().run) ?? [];
}

export function reversed(word: string): string {
  return [...word].reverse().join('');
}

let patterns: Record<'digit' | 'genitive' | 'run' | 'unspaced', RegExp> | undefined;

/**
 * For the texts that need them. As literals they would be read with the functions around them, and their classes take a new
 * instance 2 ms; most questions of agents are ASCII.
 */
function unicode() {
  patterns ??= {
    digit: /(?![0-9])\p{Nd}/gu,
    genitive: /['’]s(?![\p{L}\p{N}])/gu,
    run: /[\p{L}\p{N}\p{M}]+/gu,
    // Scripts written without spaces; Korean has them.
    unspaced: new RegExp(
      `[${['Han', 'Hiragana', 'Katakana', 'Thai', 'Lao', 'Khmer', 'Myanmar'].map((script) => `\\p{scx=${script}}`).join('')}]+`,
      'gu',
    ),
  };
  return patterns;
}

function pairs(characters: string[]): string[] {
  return characters.slice(1).map((character, i) => characters[i] + character);
}

function isAscii(text: string): boolean {
  return /^[\0-\x7f]*$/.test(text);
}
