import { TextDecoder } from 'node:util';

/** The parts of ISO 8859 by their place among the Latin alphabets. */
const latin = [1, 2, 3, 4, 9, 10, 13, 14, 15, 16];

/** The encoding that a label means, as people and exports write it: `CP-1251`, `win1251`, `iso8859_2`, `Latin-2`; undefined for none. */
export function encodingLabelled(label: string | undefined): string | undefined {
  const name = label?.trim().toLowerCase() ?? '';
  if (name === '' || name.length > 40) return undefined;
  const bare = name.replace(/[^a-z\d]/g, '');
  const windows = /^(?:x?cp|xcodepage|win|windows|ms|microsoft|ansi)(125\d|874)$/.exec(bare)?.[1];
  const part = /^(?:iso)?8859(\d{1,2})$/.exec(bare)?.[1] ?? latin[Number(/^latin(\d{1,2})$/.exec(bare)?.[1]) - 1];
  for (const known of [windows && `windows-${windows}`, part && `iso-8859-${part}`, name, bare]) {
    try {
      if (known) return new TextDecoder(known).encoding;
    } catch {}
  }
  return undefined;
}
