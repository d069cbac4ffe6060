import { readHistory } from '../../connector/iadvize/conversation-history.ts';

type Entry = Readonly<Record<string, unknown>>;

/** Not for a table: a secret, and what takes pages. */
const notInTables = new Set(['sso_key', 'history']);
const longestCell = 28;

/** Columns in the order of the documentation, as many as the width holds. */
export function entryTable(entries: readonly Entry[], fields: readonly string[], width: number): string {
  const columns = fields.filter((name) => !notInTables.has(name) && entries.some((entry) => entry[name] !== undefined));
  const lines = [
    columns.map((name) => name.toUpperCase()),
    ...entries.map((entry) => columns.map((name) => cell(entry[name]))),
  ];
  const widths = columns.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  let used = 0;
  const shown = widths.filter((each, column) => {
    used += each + 2;
    return column === 0 || used - 2 <= width;
  }).length;
  return lines
    .map((line) =>
      line
        .slice(0, shown)
        .map((text, column) => text.padEnd(widths[column]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** One field a line; a conversation's history as it was spoken. */
export function entryText(entry: Entry): string {
  const names = Object.keys(entry);
  const width = Math.max(0, ...names.map((name) => name.length));
  return names
    .map((name) => {
      const value = entry[name];
      if (name === 'history') return `history\n${spoken(String(value))}`;
      if (name === 'sso_key') return `${name.padEnd(width)}  hidden: \`npm run api -- sso ${entry.id}\` makes the link`;
      return `${name.padEnd(width)}  ${plain(value)}`;
    })
    .join('\n');
}

function spoken(history: string): string {
  return readHistory(history)
    .map(
      ({ by, at, text }) =>
        `  ${at?.toISOString().slice(0, 19).replace('T', ' ') ?? '?'}Z  ${by.padEnd(8)}  ${inOneLine(text)}`,
    )
    .join('\n');
}

function cell(value: unknown): string {
  const text = isChannel(value) ? channelText(value) : plain(value);
  return text.length > longestCell ? `${text.slice(0, longestCell - 1)}…` : text;
}

interface Channel {
  enabled?: boolean;
  available?: boolean;
  busy?: boolean;
  slot_number?: number;
  slot_max_number?: number;
}

function isChannel(value: unknown): value is Channel {
  return typeof value === 'object' && value !== null && 'slot_max_number' in value;
}

function channelText({ enabled, available, busy, slot_number = 0, slot_max_number }: Channel): string {
  if (!enabled) return 'off';
  return `${available ? 'available' : busy ? 'busy' : 'unavailable'} ${slot_number}/${slot_max_number}`;
}

function plain(value: unknown): string {
  if (value === undefined) return '-';
  if (value instanceof Date) return value.toISOString().replace('.000', '');
  if (Array.isArray(value)) return value.map(plain).join(', ') || '-';
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value)
      .map(([name, inner]) => `${name} ${plain(inner)}`)
      .join(', ');
  }
  return typeof value === 'boolean' ? (value ? 'yes' : 'no') : inOneLine(String(value));
}

/** What visitors typed could else steer the terminal. */
function inOneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ');
}
