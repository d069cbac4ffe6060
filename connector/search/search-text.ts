/** The longest word kept, in UTF-16 units: longer runs are no words that anybody types. */
const maxWordLength = 40;

const letters: Record<string, string> = { ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' };

/** Lower case without accents, so that `Crème BRÛLÉE` and `creme brulee` are one text. */
export function fold(text: string): string {
  if (isAscii(text)) return text.toLowerCase();
  return text
    .replace(/[™℠]/g, ' ')
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\u00ad\u200b-\u200d\ufeff]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[ßæœøłđðþı]/g, (letter) => letters[letter]!);
}

/**
 * The words to index. A run of a script without spaces becomes its pairs of characters and its last character, so
 * that any part of it finds it; `T-shirt` is also found as `tshirt`.
 */
export function indexWords(text: string): string[] {
  const folded = fold(text);
  const words = split(folded, (run) => [...pairs(run), run.at(-1)!]);
  if (!/[-‐‑]/.test(folded)) return words;
  const hyphenated = folded.match(/[\p{L}\p{N}]+(?:[-‐‑][\p{L}\p{N}]+)+/gu) ?? [];
  return words.concat(hyphenated.map((run) => run.replace(/[-‐‑]/g, '').slice(0, maxWordLength)));
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

let patterns: Record<'genitive' | 'run' | 'unspaced', RegExp> | undefined;

/**
 * For the texts that need them. As literals they would be read with the functions around them, and their classes take a new
 * instance 2 ms; most questions of agents are ASCII.
 */
function unicode() {
  patterns ??= {
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
