import { Tokenizer } from 'htmlparser2';
import { BoundedMap } from '../bounded-map.ts';

type Callbacks = ConstructorParameters<typeof Tokenizer>[1];

const blocks = new Set(
  'address article aside blockquote br caption center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr legend li main nav ol option p pre section summary table tbody tfoot thead tr ul'.split(
    ' ',
  ),
);
const cells = new Set(['td', 'th']);
/** Elements whose content is no text for people; the tokenizer reads it raw up to the end tag. */
const hidden = new Set(['script', 'style', 'iframe', 'noembed', 'noframes']);

const markup = /<\/?[a-z][^<>]*>|<!--|<!\[cdata\[|<!doctype|<\/?(?:script|style)\b/i;
/** A name, or the number of a character, with the letter that it stands behind. */
const reference = /(\p{L}?)&(?:#x?[\da-f]+|([a-z][a-z\d]*))(;?)/giu;

/** Most titles and labels: nothing to do. */
const ordinary = /^(?:[!-%'-;=-~\u00a1-\u00ac\u00ae-\u024f]| (?! ))*$/;

/** Exports encode twice, some three times; a hostile one may nest without end. */
const maxPasses = 6;

/**
 * HTML or text of a feed as text for people: no tags, entities decoded (also when encoded again and again), ends of blocks as line
 * breaks. A line break of the source is a space, as in HTML, so that a table's text reads like the XML's. Nothing in it is markup to
 * a browser: a `<` that would begin some has a space behind it.
 */
export function plainText(source: string): string {
  if (ordinary.test(source)) return source.trim();
  // However often an ampersand was encoded: each level would take a pass.
  let text = source.replace(/\s+/g, ' ').replace(/&(?:amp;)+(?=(?:#x?[\da-f]+|[a-z][a-z\d]*);)/gi, '&');
  for (let pass = 0; pass < maxPasses; pass++) {
    const before = text;
    if (markup.test(text)) text = textOf(text);
    else if (text.includes('&')) text = textOf(text.replaceAll('<', '&lt;'));
    if (text === before) break;
  }
  return harmless(tidy(text));
}

/** An id or a reference on one line: as it is written, but for what a browser would read as markup or a person could not see. */
export function plainId(source = ''): string {
  if (/^[!-;=-~]*$/.test(source)) return source;
  return harmless(source.toWellFormed().replace(unseen, '').replace(/\s+/g, ' ').trim());
}

/** Whether anything in it is read as HTML. */
export function hasMarkup(source: string): boolean {
  if (ordinary.test(source)) return false;
  return markup.test(source) || [...source.matchAll(reference)].some(isReference);
}

/** HTML begins a tag, a comment or a declaration at a `<` before a letter, `/`, `!` or `?`. */
function harmless(text: string): string {
  return text.includes('<') ? text.replace(/<(?=[a-z/!?])/gi, '< ') : text;
}

const known = /* @__PURE__ */ new BoundedMap<string, string>(5_000);

/**
 * Whether a match of `reference` is meant as one: a number, a name with its semicolon, or one of HTML's old names that need none,
 * where no letter or digit follows. A browser takes those in the middle of a word, too, and makes `Gin¬es` of `Gin&notes`. Behind a
 * letter they must be a letter themselves, or the sign of a trade mark: `caf&eacute` and `Acme&reg`, not `Mum&micro`.
 */
function isReference([all, before = '', name, end]: readonly string[]): boolean {
  if (name === undefined) return true;
  if (name.length > 32) return false;
  const written = all!.slice(before.length);
  let character = known.get(written);
  if (character === undefined) {
    character = characterOf(written);
    known.set(written, character);
  }
  if (character === '') return false;
  return end !== '' || before === '' || /[\u00c0-\u00ff\u00ae]/.test(character);
}

/** What HTML has under this name, all of it; else ''. */
function characterOf(written: string): string {
  let character = '';
  tokenize(written.endsWith(';') ? written : `${written} `, {
    ontextentity(codePoint, at) {
      if (at === written.length) character = String.fromCodePoint(codePoint);
    },
  });
  return character;
}

/** The same on one line, at most `maxLength` characters. */
export function plainLine(source: string, maxLength: number): string {
  return cut(plainText(source).replaceAll('\n', ' '), maxLength);
}

/** At most `maxLength` characters, the last one an ellipsis where something is missing. */
export function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  return `${text
    .slice(0, maxLength - 1)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()}…`;
}

function textOf(source: string): string {
  const html = source.replace(reference, (...match: string[]) =>
    isReference(match) ? match[0]! : match[0]!.replace('&', '&amp;'),
  );
  let text = '';
  let hiddenIn = '';
  function separate(name: string) {
    if (blocks.has(name)) text += '\n';
    else if (cells.has(name)) text += ' ';
  }
  tokenize(html, {
    onopentagname(start, end) {
      const name = html.slice(start, end).toLowerCase();
      if (hidden.has(name)) hiddenIn = name;
      else separate(name);
    },
    onclosetag(start, end) {
      const name = html.slice(start, end).toLowerCase();
      if (name === hiddenIn) hiddenIn = '';
      else separate(name);
    },
    ontext(start, end) {
      if (!hiddenIn) text += html.slice(start, end);
    },
    ontextentity(codePoint) {
      if (!hiddenIn) text += String.fromCodePoint(codePoint);
    },
    oncdata(start, end, offset) {
      text += html.slice(start, end - offset);
    },
  });
  return text;
}

function tokenize(html: string, callbacks: Partial<Callbacks>): void {
  const ignore = () => {};
  const tokenizer = new Tokenizer(
    {},
    {
      onattribdata: ignore,
      onattribend: ignore,
      onattribentity: ignore,
      onattribname: ignore,
      oncdata: ignore,
      onclosetag: ignore,
      oncomment: ignore,
      ondeclaration: ignore,
      onend: ignore,
      onopentagend: ignore,
      onopentagname: ignore,
      onprocessinginstruction: ignore,
      onselfclosingtag: ignore,
      ontext: ignore,
      ontextentity: ignore,
      ...callbacks,
    },
  );
  tokenizer.write(html);
  tokenizer.end();
}

/** Soft hyphens, zero-width spaces, control characters, and what turns the direction of the text that follows. */
const unseen = /[\u200b\u2060\ufeff\u00ad\u202a-\u202e\u2066-\u2069]|(?![\t\n\r])\p{Cc}/gu;

function tidy(text: string): string {
  return text
    .toWellFormed()
    .replace(unseen, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim();
}
