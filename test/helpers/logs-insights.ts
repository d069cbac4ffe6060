import { type Expression, type Named, parseQuery, type Row, type Value } from './logs-insights-syntax.ts';

/** One line of a log group. */
export interface LogEvent {
  log: string;
  /** Epoch milliseconds. */
  at: number;
  message: string;
}

/** Answers of a CloudWatch Logs Insights query: the columns that its console would show. */
export function runQuery(query: string, events: readonly LogEvent[]): Record<string, Value>[] {
  let rows: Row[] = events.map(rowOf);
  let columns: string[] | undefined;
  for (const command of parseQuery(query).commands) {
    switch (command.name) {
      case 'filter':
        rows = rows.filter((row) => command.condition(row) === true);
        break;
      case 'fields':
        rows = rows.map((row) => withColumns(row, command.columns));
        columns = [...(columns ?? []), ...command.columns.map(({ name }) => name)];
        break;
      case 'stats': {
        const { groupBy, figures } = command;
        rows = [...Map.groupBy(rows, (row) => JSON.stringify(groupBy.map(({ of }) => of(row) ?? null))).values()].map(
          (group) => {
            const named = [...groupBy.map(({ name, of }) => [name, of(group[0]!)] as const)];
            for (const { name, of } of figures) named.push([name, of(group)]);
            return Object.fromEntries(named);
          },
        );
        columns = [...groupBy, ...figures].map(({ name }) => name);
        break;
      }
      case 'sort': {
        const { by, descending } = command;
        rows = rows.toSorted((a, b) => (descending ? -1 : 1) * compare(by(a), by(b)));
        break;
      }
      case 'limit':
        rows = rows.slice(0, command.count);
    }
  }
  return rows.map((row) =>
    Object.fromEntries((columns ?? ['@timestamp', '@message']).map((name) => [name, row[name]])),
  );
}

/** The fields of a line by their names in Logs Insights: `record.metrics.durationMs`. */
export function rowOf({ log, at, message }: LogEvent): Row {
  return { ...flat(JSON.parse(message)), '@log': log, '@timestamp': at, '@message': message };
}

function flat(value: object, prefix = ''): Row {
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) =>
      typeof inner === 'object' && inner !== null
        ? Object.entries(flat(inner, `${prefix}${name}.`))
        : [[prefix + name, inner]],
    ),
  );
}

function withColumns(row: Row, columns: readonly Named<Expression>[]): Row {
  return { ...row, ...Object.fromEntries(columns.map(({ name, of }) => [name, of(row)])) };
}

function compare(a: Value, b: Value): number {
  if (a === undefined || b === undefined) return Number(a !== undefined) - Number(b !== undefined);
  return a < b ? -1 : a > b ? 1 : 0;
}
