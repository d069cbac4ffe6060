/** Bytes of an 8-bit encoding: the decoder's own table, read backwards. */
export function encoded(encoding: string, text: string): Buffer {
  const decoder = new TextDecoder(encoding);
  const bytes = new Map(Array.from({ length: 256 }, (_, byte) => [decoder.decode(Uint8Array.of(byte)), byte]));
  return Buffer.from([...text].map((character) => bytes.get(character) ?? '?'.charCodeAt(0)));
}
