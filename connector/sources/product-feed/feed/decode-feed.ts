import { TextDecoder } from 'node:util';

/**
 * The text of a feed as its bytes say: by byte order mark, by the XML declaration, else UTF-8 or windows-1252 (a
 * superset of what calls itself Latin-1), whichever fits. The blocks are so large that the first one shows a declaration.
 */
export async function* decodeFeed(blocks: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let decoder: TextDecoder | undefined;
  let undecided: Buffer = Buffer.alloc(0);
  let start = true;
  for await (const block of blocks) {
    if (decoder) {
      yield decoder.decode(block, { stream: true });
      continue;
    }
    const bytes = undecided.length > 0 ? Buffer.concat([undecided, block]) : block;
    let encoding = start ? declaredEncoding(bytes) : undefined;
    start = false;
    if (!encoding) {
      const ascii = asciiLength(bytes);
      if (bytes.length - ascii < 4) {
        // All ASCII so far, but for the beginning of a character that the next block may complete.
        yield bytes.toString('latin1', 0, ascii);
        undecided = bytes.subarray(ascii);
        continue;
      }
      encoding = fittingEncoding(bytes);
    }
    decoder = new TextDecoder(encoding);
    yield decoder.decode(bytes, { stream: true });
  }
  yield decoder ? decoder.decode() : new TextDecoder(fittingEncoding(undecided)).decode(undecided);
}

function declaredEncoding(start: Buffer): string | undefined {
  if (start[0] === 0xef && start[1] === 0xbb && start[2] === 0xbf) return 'utf-8';
  if ((start[0] === 0xff && start[1] === 0xfe) || (start[0] === 0x3c && start[1] === 0)) return 'utf-16le';
  if ((start[0] === 0xfe && start[1] === 0xff) || (start[0] === 0 && start[1] === 0x3c)) return 'utf-16be';
  const label = /^\s*<\?xml[^>]*?\sencoding\s*=\s*["']([\w.:-]+)["']/i.exec(start.toString('latin1', 0, 256))?.[1];
  try {
    const encoding = label && new TextDecoder(label).encoding;
    // UTF-8 is what every tool declares, whatever follows; UTF-16 would not have been readable so far.
    return encoding && !encoding.startsWith('utf-') ? encoding : undefined;
  } catch {
    return undefined;
  }
}

/** By majority: one character that an export cut in two must not turn a whole UTF-8 feed into gibberish. */
function fittingEncoding(bytes: Buffer): 'utf-8' | 'windows-1252' {
  let sequences = 0;
  const rest = bytes
    .toString('latin1')
    .replace(/[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}/g, () => {
      sequences++;
      return '';
    });
  const strays = rest.match(/[\x80-\xff]/g)?.length ?? 0;
  return sequences >= strays ? 'utf-8' : 'windows-1252';
}

function asciiLength(bytes: Buffer): number {
  const at = bytes.toString('latin1').search(/[\x80-\xff]/);
  return at < 0 ? bytes.length : at;
}
