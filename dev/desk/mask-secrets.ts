const mask = '••••••';
/** Shorter ones would hide half of any text. */
const shortest = 4;

/** Hides values wherever they stand in a text, also as JSON writes them. */
export function maskSecrets(text: string, secrets: readonly string[]): string {
  const spellings = secrets
    .filter((secret) => secret.length >= shortest)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1)]);
  // The longest first: one may be a part of another.
  return spellings.sort((a, b) => b.length - a.length).reduce((masked, each) => masked.replaceAll(each, mask), text);
}
