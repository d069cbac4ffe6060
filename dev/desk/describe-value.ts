const longest = 80;

/** What came instead, in a few words: `missing`, `"/a.jpg"`, `a list of 3`. */
export function describeValue(value: unknown): string {
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return value.length ? `a list of ${value.length}` : '[]';
  if (typeof value === 'object' && value !== null && Object.keys(value).length > 3) return 'an object';
  const text = JSON.stringify(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
