import { Parser } from 'htmlparser2';

type XmlValue = string | number | boolean | XmlContent | XmlContent[];
interface XmlContent {
  [name: string]: XmlValue;
}

/** An array is an element for each of its entries. */
export function writeXml(name: string, content: object): string {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element(name, content as XmlContent)}`;
}

function element(name: string, value: XmlValue): string {
  if (Array.isArray(value)) return value.map((entry) => element(name, entry)).join('');
  const inner =
    value instanceof Object
      ? Object.entries(value)
          .map(([child, content]) => element(child, content))
          .join('')
      : escapeXml(String(value));
  return `<${name}>${inner}</${name}>`;
}

function escapeXml(text: string): string {
  return text.replace(/[&<>"\r\n]/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** undefined for what is not well-formed. `elements` are the texts of those with the name, in their order. */
export function readXml(text: string): { elements: (name: string) => string[] } | undefined {
  const found: { name: string; text: string }[] = [];
  const open: { name: string; text: string }[] = [];
  let wrong = false;
  const parser = new Parser(
    {
      onopentag: (name) => void open.push({ name, text: '' }),
      ontext: (more) => {
        const current = open.at(-1);
        if (current) current.text += more;
      },
      onclosetag(name, implied) {
        const closed = open.pop();
        if (implied || closed?.name !== name) wrong = true;
        else found.push(closed);
      },
    },
    { xmlMode: true, decodeEntities: true },
  );
  parser.end(text);
  if (wrong || found.length === 0) return undefined;
  return { elements: (name) => found.filter((element) => element.name === name).map((element) => element.text) };
}
