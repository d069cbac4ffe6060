import { Tokenizer } from 'htmlparser2';

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
const entity = /&(?:#\d+|#x[\da-f]+|[a-z][a-z\d]+);?/i;

/** Most titles and labels: nothing to do. */
const ordinary = /^(?:[!-%'-;=-~\u00a1-\u00ac\u00ae-\u024f]| (?! ))*$/;

/** Exports encode twice, some three times; a hostile one may nest without end. */
const maxPasses = 4;

/**
 * HTML or text of a feed as text for people: no tags, entities decoded (also when encoded twice), ends of blocks as line
 * breaks. A line break of the source is a space, as in HTML, so that a table's text reads like the XML's.
 */
export function plainText(source: string): string {
  if (ordinary.test(source)) return source.trim();
  let text = source.replace(/\s+/g, ' ');
  for (let pass = 0; pass < maxPasses; pass++) {
    const before = text;
    if (markup.test(text)) text = textOf(text);
    else if (entity.test(text)) text = textOf(text.replaceAll('<', '&lt;'));
    if (text === before) break;
  }
  return tidy(text);
}

/** Whether anything in it is read as HTML. */
export function hasMarkup(source: string): boolean {
  return !ordinary.test(source) && (markup.test(source) || entity.test(source));
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

function textOf(html: string): string {
  let text = '';
  let hiddenIn = '';
  const ignore = () => {};
  const callbacks: Callbacks = {
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
    onattribdata: ignore,
    onattribend: ignore,
    onattribentity: ignore,
    onattribname: ignore,
    oncomment: ignore,
    ondeclaration: ignore,
    onend: ignore,
    onopentagend: ignore,
    onprocessinginstruction: ignore,
    onselfclosingtag: ignore,
  };
  function separate(name: string) {
    if (blocks.has(name)) text += '\n';
    else if (cells.has(name)) text += ' ';
  }
  const tokenizer = new Tokenizer({}, callbacks);
  tokenizer.write(html);
  tokenizer.end();
  return text;
}

function tidy(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u200b\u2060\ufeff\u00ad]|(?![\t\n\r])\p{Cc}/gu, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n[ \n]*/g, '\n')
    .trim();
}
