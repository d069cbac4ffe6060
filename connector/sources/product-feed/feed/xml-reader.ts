import { Tokenizer } from 'htmlparser2';
import { ShopFailure } from '../../../errors.ts';
import { maxFieldLength } from './feed-item.ts';

type Callbacks = ConstructorParameters<typeof Tokenizer>[1];

interface XmlEvents {
  /** Names of elements and attributes are in lower case. */
  open(tag: string, attributes: Readonly<Record<string, string>>): void;
  /** A part of an element's text, CDATA and entities resolved. */
  text(data: string): void;
  close(tag: string): void;
}

/** Characters of one CDATA section, comment, declaration or tag: it is held until its end is seen. */
const maxMarkup = 2 ** 24;
const maxAttributes = 100;

/**
 * Reads XML in pieces of any size, forgivingly: an end tag closes what stands open within its element; one that fits
 * nothing is ignored. `htmlparser2`'s own parser knows HTML besides, which is 8 kB, and holds any markup to its end.
 */
export function xmlReader(events: XmlEvents): { write(text: string): void; end(): void } {
  const path: string[] = [];
  let tag = '';
  let attributes: Record<string, string> = {};
  let attributeCount = 0;
  let name = '';
  let value = '';

  /** What the tokenizer may still point into, and the document's place where it begins. */
  let held = '';
  let heldFrom = 0;
  let done = 0;

  function take(start: number, end: number): string {
    done = end;
    return held.slice(start - heldFrom, end - heldFrom);
  }

  const addToValue = (data: string) => {
    if (value.length < maxFieldLength) value += data;
  };

  const skip = (_start: number, end: number) => {
    done = end;
  };

  const callbacks: Callbacks = {
    onopentagname(start, end) {
      tag = take(start, end).toLowerCase();
      attributes = {};
      attributeCount = 0;
    },
    onattribname(start, end) {
      name = take(start, end).toLowerCase();
      value = '';
    },
    onattribdata: (start, end) => addToValue(take(start, end)),
    onattribentity: (codePoint) => addToValue(String.fromCodePoint(codePoint)),
    onattribend() {
      if (!Object.hasOwn(attributes, name) && ++attributeCount <= maxAttributes) attributes[name] = value;
    },
    onopentagend(end) {
      done = end;
      path.push(tag);
      events.open(tag, attributes);
    },
    onselfclosingtag(end) {
      done = end;
      events.open(tag, attributes);
      events.close(tag);
    },
    onclosetag(start, end) {
      const depth = path.lastIndexOf(take(start, end).toLowerCase());
      while (depth >= 0 && path.length > depth) events.close(path.pop()!);
    },
    ontext: (start, end) => events.text(take(start, end)),
    ontextentity(codePoint, end) {
      done = end;
      events.text(String.fromCodePoint(codePoint));
    },
    oncdata: (start, end, offset) => events.text(take(start, end - offset)),
    oncomment: skip,
    ondeclaration: skip,
    onprocessinginstruction: skip,
    onend: () => {},
  };
  const tokenizer = new Tokenizer({ xmlMode: true }, callbacks);

  return {
    write(text) {
      held = held.slice(done - heldFrom) + text;
      heldFrom = done;
      if (held.length - text.length > maxMarkup) throw endlessMarkup();
      tokenizer.write(text);
    },
    end: () => tokenizer.end(),
  };
}

function endlessMarkup(): ShopFailure {
  const megabytes = maxMarkup / 2 ** 20;
  return new ShopFailure(
    'too_large',
    `The feed holds a tag, a comment or a CDATA section of more than ${megabytes} MB; it may lack its end.`,
    { parameter: 'feedUrl' },
  );
}
