import { TextDecoder } from 'node:util';
import { detectEncoding } from './detect-encoding.ts';
import { encodingLabelled } from './encoding-label.ts';

/** Characters of UTF-8 for each stray byte: letters of another encoding fall into its patterns now and then, not all the time. */
const certain = 20;

export interface DecodeOptions {
  /** The `charset` of the answer's `content-type`. */
  charset?: string | undefined;
  /** Told when nothing said which encoding it is, and none is certain. */
  onGuess?: (encoding: string) => void;
}

/**
 * The text of a feed. What says its encoding, in this order: a byte order mark, bytes that are valid UTF-8, the answer's `charset`, the
 * XML declaration, else what the letters look like. The blocks are so large that the first one shows a declaration.
 */
export async function* decodeFeed(
  blocks: AsyncIterable<Buffer>,
  { charset, onGuess }: DecodeOptions = {},
): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let undecided: Buffer = Buffer.alloc(0);
  let declared: string | undefined;
  let start = true;
  const encodingOf = (bytes: Buffer): string => {
    const { sequences, strays } = countUtf8(bytes);
    // Not only where all of it is valid: of one character that an export cut in two, no charset of a server's default may make gibberish.
    if (sequences > certain * strays) return 'utf-8';
    const labelled = [charset, declared]
      .map(encodingLabelled)
      .find((encoding) => encoding && !encoding.startsWith('utf-'));
    if (labelled) return labelled;
    if (sequences >= strays) return 'utf-8';
    const guess = detectEncoding(bytes);
    onGuess?.(guess);
    return guess;
  };
  for await (const block of blocks) {
    if (decoder) {
      yield decoder.decode(block, { stream: true });
      continue;
    }
    const bytes = undecided.length > 0 ? Buffer.concat([undecided, block]) : block;
    let encoding = start ? wideOrMarked(bytes) : undefined;
    if (start) declared = declaredLabel(bytes);
    start = false;
    if (!encoding) {
      const ascii = asciiLength(bytes);
      if (bytes.length - ascii < 4) {
        // All ASCII so far, but for the beginning of a character that the next block may complete.
        yield bytes.toString('latin1', 0, ascii);
        undecided = bytes.subarray(ascii);
        continue;
      }
      encoding = encodingOf(bytes);
    }
    decoder = new TextDecoder(encoding);
    yield decoder.decode(bytes, { stream: true });
  }
  if (decoder) yield decoder.decode();
  else if (undecided.length > 0) yield new TextDecoder(encodingOf(undecided)).decode(undecided);
}

/** A byte order mark, or UTF-16 without one: of what is ASCII in it (names of columns, tags, addresses) every other byte is 0. */
function wideOrMarked(start: Buffer): string | undefined {
  const [first, second, third] = start;
  if (first === 0xef && second === 0xbb && third === 0xbf) return 'utf-8';
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  if (first === 0xfe && second === 0xff) return 'utf-16be';
  const zeros: [even: number, odd: number] = [0, 0];
  const length = Math.min(start.length, 4096);
  for (let at = 0; at < length; at++) if (start[at] === 0) zeros[at % 2]!++;
  const [even, odd] = zeros;
  // Some: letters such as Ā have a 0 in the other place.
  if (odd > length / 8 && odd > 8 * even) return 'utf-16le';
  if (even > length / 8 && even > 8 * odd) return 'utf-16be';
  return undefined;
}

function declaredLabel(start: Buffer): string | undefined {
  return /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/i.exec(start.toString('latin1', 0, 256))?.[1];
}

/** How many of the bytes that are not ASCII are characters of UTF-8, and how many bytes are in none. */
function countUtf8(bytes: Buffer): { sequences: number; strays: number } {
  let sequences = 0;
  const rest = bytes
    .toString('latin1')
    .replace(/[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/g, () => {
      sequences++;
      return '';
    })
    // In UTF-8 the last character may go on in the next block.
    .replace(/[\xc2-\xf4][\x80-\xbf]{0,2}$/, (last) => (sequences > 0 ? '' : last));
  return { sequences, strays: rest.match(/[\x80-\xff]/g)?.length ?? 0 };
}

function asciiLength(bytes: Buffer): number {
  const at = bytes.toString('latin1').search(/[\x80-\xff]/);
  return at < 0 ? bytes.length : at;
}
