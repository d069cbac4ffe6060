export type Mask = (text: string) => string;

const hidden = '•••';
const shortestSecret = 4;

/**
 * Hides secrets in a text, in every spelling in which a request or an answer may hold them, and whatever looks like a
 * signature. Values under four characters stay: they are in every text by chance.
 */
export function maskOf(secrets: readonly string[]): Mask {
  const spellings = secrets.filter((secret) => secret.length >= shortestSecret).flatMap(spellingsOf);
  const longestFirst = [...new Set(spellings)].sort((a, b) => b.length - a.length);
  return (text) =>
    longestFirst.reduce((masked, secret) => masked.replaceAll(secret, hidden), text).replace(signature, hidden);
}

/** Hex or base64 of 32 bytes, alone or as the header has it. */
const signature = /(?:sha256=)?(?<![\w+/])(?:[\da-f]{63,65}(?![\da-z])|[\w+/-]{43}=)|sha256=[\da-f]{32,}/gi;

function spellingsOf(secret: string): string[] {
  const escaped = encodeURIComponent(secret);
  return [
    secret,
    JSON.stringify(secret).slice(1, -1),
    escaped,
    escaped.replace(/%[\dA-F]{2}/g, (hex) => hex.toLowerCase()),
    new URLSearchParams({ '': secret }).toString().slice(1),
    Buffer.from(secret).toString('base64'),
    Buffer.from(secret).toString('hex'),
  ];
}
