export type Value = string | number | boolean | undefined;
export type Row = Readonly<Record<string, Value>>;
export type Expression = (row: Row) => Value;
export interface Named<Of> {
  name: string;
  of: Of;
}

type Command =
  | { name: 'filter'; condition: Expression }
  | { name: 'fields'; columns: Named<Expression>[] }
  | { name: 'stats'; figures: Named<(group: readonly Row[]) => Value>[]; groupBy: Named<Expression>[] }
  | { name: 'sort'; by: Expression; descending: boolean }
  | { name: 'limit'; count: number };

const token = /^("[^"]*"|\d+[smhd]\b|\d+(?:\.\d+)?|@?[A-Za-z_][\w.]*|[!<>]=|[=<>()[\],*/|])\s*/;
/** After `like` a slash begins a regular expression; elsewhere it divides. */
const pattern = /^(\/(?:\\.|[^/\\])+\/)\s*/;

function tokensOf(text: string): string[] {
  const tokens: string[] = [];
  for (let rest = text.trim(); rest !== ''; ) {
    const found = (tokens.at(-1) === 'like' ? pattern : token).exec(rest);
    if (!found) throw new Error(`Not understood: ${rest.slice(0, 40)}`);
    tokens.push(found[1]!);
    rest = rest.slice(found[0].length);
  }
  return tokens;
}

/** The subset of the Logs Insights query language that the runbook uses, and the fields of lines that a query names. Anything else throws. */
export function parseQuery(text: string): { commands: Command[]; fields: string[] } {
  const tokens = tokensOf(text);
  let next = 0;
  const fields = new Set<string>();
  const aliases = new Set<string>();
  const peek = () => tokens[next] ?? '';
  const take = () => tokens[next++] ?? '';
  const skip = (token: string) => peek() === token && take() === token;
  const expect = (token: string) => {
    if (!skip(token)) throw new Error(`Expected ${token}, not ${peek() || 'the end'}, in: ${text}`);
  };

  function list<Item>(item: () => Item): Item[] {
    const items = [item()];
    while (skip(',')) items.push(item());
    return items;
  }
  function named<Of>(parse: () => Of): Named<Of> {
    const from = next;
    const of = parse();
    const written = tokens.slice(from, next).join('');
    if (!skip('as')) return { name: written, of };
    aliases.add(peek());
    return { name: take(), of };
  }

  function primary(): Expression {
    const token = take();
    if (token === '(') {
      const inner = either();
      expect(')');
      return inner;
    }
    if (token.startsWith('"')) return () => token.slice(1, -1);
    if (/^\d/.test(token)) return () => Number(token);
    if (!/^[@\w]/.test(token)) throw new Error(`Expected a value, not ${token || 'the end'}, in: ${text}`);
    if (!skip('(')) {
      fields.add(token);
      return (row) => row[token];
    }
    if (token === 'ispresent') {
      const of = primary();
      expect(')');
      return (row) => of(row) !== undefined;
    }
    if (token === 'bin') {
      const period = millisecondsOf(take());
      expect(')');
      return (row) => Math.floor(Number(row['@timestamp']) / period) * period;
    }
    throw new Error(`${token}() is no function that is known here.`);
  }
  function product(): Expression {
    let left = primary();
    for (;;) {
      if (skip('*')) left = calculated(left, primary(), (a, b) => a * b);
      else if (skip('/')) left = calculated(left, primary(), (a, b) => a / b);
      else return left;
    }
  }
  function comparison(): Expression {
    if (skip('not')) {
      const inner = comparison();
      return (row) => inner(row) !== true;
    }
    const left = product();
    if (skip('like')) {
      const wanted = new RegExp(take().slice(1, -1));
      return (row) => wanted.test(String(left(row) ?? ''));
    }
    if (skip('in')) {
      expect('[');
      const options = list(primary);
      expect(']');
      return (row) => options.some((option) => option(row) === left(row));
    }
    const compare = comparisons[peek()];
    if (!compare) return left;
    const operator = take();
    const right = product();
    return (row) => {
      const [a, b] = [left(row), right(row)];
      // What CloudWatch makes of a field that is not there is not documented: a query must not depend on it.
      if (operator === '!=' && (a === undefined || b === undefined))
        throw new Error(`A missing field beside !=: ${text}`);
      return a !== undefined && b !== undefined && compare(numeric(a), numeric(b));
    };
  }
  function both(): Expression {
    let left = comparison();
    while (skip('and')) {
      const [first, second] = [left, comparison()];
      left = (row) => first(row) === true && second(row) === true;
    }
    return left;
  }
  function either(): Expression {
    let left = both();
    while (skip('or')) {
      const [first, second] = [left, both()];
      left = (row) => first(row) === true || second(row) === true;
    }
    return left;
  }
  function figure(): (group: readonly Row[]) => Value {
    const name = take();
    const reduce = figures[name];
    if (!reduce) throw new Error(`${name}() is no figure that is known here.`);
    expect('(');
    const of: Expression = skip('*') ? () => 1 : primary();
    const argument = skip(',') ? Number(take()) : 0;
    expect(')');
    return (group) =>
      reduce(
        group.map(of).filter((value) => value !== undefined),
        argument,
      );
  }

  function command(): Command {
    const name = take();
    switch (name) {
      case 'filter':
        return { name, condition: either() };
      case 'fields':
        return { name, columns: list(() => named(product)) };
      case 'stats':
        return { name, figures: list(() => named(figure)), groupBy: skip('by') ? list(() => named(primary)) : [] };
      case 'sort': {
        const by = primary();
        const descending = skip('desc');
        if (!descending) skip('asc');
        return { name, by, descending };
      }
      case 'limit':
        return { name, count: Number(take()) };
      default:
        throw new Error(`${name} is no command that is known here.`);
    }
  }

  const commands = [command()];
  while (next < tokens.length) {
    expect('|');
    commands.push(command());
  }
  return { commands, fields: [...fields].filter((name) => !aliases.has(name)) };
}

type Present = Exclude<Value, undefined>;

const comparisons: Record<string, (a: Present, b: Present) => boolean> = {
  '=': (a, b) => a === b,
  '!=': (a, b) => a !== b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
};

const figures: Record<string, (values: Present[], argument: number) => Value> = {
  count: (values) => values.length,
  sum: (values) => values.reduce<number>((total, value) => total + Number(value), 0),
  min: (values) => values.toSorted((a, b) => (a < b ? -1 : 1))[0],
  max: (values) => values.toSorted((a, b) => (a < b ? 1 : -1))[0],
  pct: (values, percent) => values.toSorted((a, b) => (a < b ? -1 : 1))[Math.ceil((values.length * percent) / 100) - 1],
};

/** A number may stand as text, as in the access log. */
function numeric(value: Present): Present {
  return typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value) ? Number(value) : value;
}

function calculated(left: Expression, right: Expression, calculate: (a: number, b: number) => number): Expression {
  return (row) => {
    const [a, b] = [left(row), right(row)];
    return a === undefined || b === undefined ? undefined : calculate(Number(a), Number(b));
  };
}

function millisecondsOf(period: string): number {
  const units: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };
  return Number.parseInt(period, 10) * units[period.at(-1)!]!;
}
