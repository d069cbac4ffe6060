/** The spelling under which a secret, or its first 12 characters, stands in a text; undefined when it does not. */
export function traceOf(secret: string, text: string): string | undefined {
  return spellingsOf(secret.slice(0, 12)).find((spelling) => text.includes(spelling));
}

/** Of the first characters alone: whatever shows more shows them. */
function spellingsOf(start: string): string[] {
  const bytes = Buffer.from(start);
  return [
    start,
    encodeURIComponent(start),
    bytes.toString('hex'),
    ...[0, 1, 2].map((before) => base64Of(bytes, before)),
  ];
}

/** What is the same in base64 whatever stands around the bytes, with so many of them before in their group of three. */
function base64Of(bytes: Buffer, before: number): string {
  const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64url');
  const whole = Math.floor(((before + bytes.length) * 8) / 6);
  return text.slice(Math.ceil((before * 8) / 6), whole);
}
