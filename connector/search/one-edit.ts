/** Words with a digit are sizes and references: one character more or less is another thing, not a typo. */
export function mayBeMistyped(word: string): boolean {
  return word.length >= 3 && !/\p{N}/u.test(word);
}

/**
 * The word itself and every form of it with one letter missing. Two words within one edit share one of these, so
 * that a look-up per form finds every near word of a large vocabulary.
 */
export function deletions(word: string): Set<string> {
  const forms = new Set([word]);
  for (let i = 0; i < word.length; i++) forms.add(word.slice(0, i) + word.slice(i + 1));
  return forms;
}

/** Whether one letter added, left out, replaced, or exchanged with its neighbor makes one word of the other. */
export function isOneEdit(a: string, b: string): boolean {
  if (a.length < b.length) return isOneEdit(b, a);
  if (a.length - b.length > 1 || a === b) return false;
  let start = 0;
  while (start < b.length && a[start] === b[start]) start++;
  if (a.length > b.length) return a.slice(start + 1) === b.slice(start);
  if (a.slice(start + 1) === b.slice(start + 1)) return true;
  return a[start] === b[start + 1] && a[start + 1] === b[start] && a.slice(start + 2) === b.slice(start + 2);
}
