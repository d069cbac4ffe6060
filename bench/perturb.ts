import type { Random } from './random.ts';
import { nouns } from './words.ts';

const alphabet = [...'abcdefghijklmnopqrstuvwxyz'];

/** A letter left out, added, replaced, or exchanged with its neighbor; the first letter stays. */
export function oneEdit(random: Random, word: string): string {
  const letters = [...word];
  const at = 1 + random.below(Math.max(1, letters.length - 1));
  const kind = random.below(4);
  if (kind === 0) letters.splice(at, 1);
  else if (kind === 1) letters.splice(at, 0, random.pick(alphabet));
  else if (kind === 2) letters[at] = random.pick(alphabet.filter((letter) => letter !== letters[at]));
  else if (at + 1 < letters.length) [letters[at], letters[at + 1]] = [letters[at + 1]!, letters[at]!];
  else letters.splice(at, 0, random.pick(alphabet));
  const edited = letters.join('');
  return edited === word ? oneEdit(random, word) : edited;
}

/** At least half of a word, but not all of it. */
export function begun(random: Random, word: string): string {
  const least = Math.ceil(word.length / 2);
  return word.slice(0, least + random.below(Math.max(1, word.length - least)));
}

const otherNumber = new Map(
  Object.values(nouns)
    .flat()
    .flatMap(([singular, plural]) => [
      [singular.toLowerCase(), plural],
      [plural.toLowerCase(), singular],
    ]),
);

/** Singular for plural and the other way around: of the nouns known, else by the rule that all four languages share. */
export function otherNumberOf(word: string): string {
  const known = otherNumber.get(word.toLowerCase());
  if (known !== undefined) return known;
  return word.endsWith('s') ? word.slice(0, -1) : `${word}s`;
}

export const mayHaveTwoNumbers = (word: string) => otherNumber.has(word.toLowerCase());

/** Without accents, in the other case. */
export function withoutAccents(text: string): string {
  const plain = text.normalize('NFD').replace(/\p{M}/gu, '');
  return plain === plain.toLowerCase() ? plain.toUpperCase() : plain.toLowerCase();
}

const letters: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue', ß: 'ss', ø: 'oe', å: 'aa', æ: 'ae', œ: 'oe' };

/** Two letters for one, as German and the Nordic languages are typed without their keys; undefined where there is none. */
export function spelledOut(text: string): string | undefined {
  const spelled = text.toLowerCase().replace(/[äöüßøåæœ]/g, (letter) => letters[letter]!);
  return spelled === text.toLowerCase() ? undefined : spelled;
}
