/**
 * One key for the singular and plural of a folded word in English, French and Spanish: `hoodie` and `hoodies`,
 * `cheval` and `chevaux`, `luz` and `luces`. A key is not a word of any language. `german` also takes off endings
 * (`Kleider`, `Uhren`) that would throw unrelated words of the others together (`box` and `boxer`).
 */
export function stem(word: string, german = false): string {
  if (word.length < 3 || /[^a-z]/.test(word)) return word;
  let key = shorten(word, /(?<!s)s$|(?<=[aeo]u)x$/).replace(/men$/, 'man');
  key = shorten(key, /e$/);
  if (german && key.length > 4) key = key.replace(/(?:innen|in|en|ern|er|n)$/, '');
  key = shorten(key, /(?<!s)s$/);
  if (key.length > 3) key = key.replace(/y$/, 'i').replace(/(?<!e)au$|ail$/, 'al');
  return key.replace(/z$/, 'c').replace(/v$/, 'f');
}

function shorten(key: string, ending: RegExp): string {
  return key.length > 3 ? key.replace(ending, '') : key;
}

/** Words that a German catalog has in many of its descriptions and no other language has at all. */
export const germanWords = ['und', 'mit', 'fur', 'aus', 'der', 'das'];
