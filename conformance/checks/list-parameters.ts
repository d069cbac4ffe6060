import type { ListParameters } from '../calls.ts';
import type { Check } from '../check.ts';
import type { Context } from '../context.ts';
import { requireList, requireProblem, show } from '../requirements.ts';
import { Violation } from '../violation.ts';

/** Rules that `GET /categories` and `GET /products` share. */

interface List {
  path: '/categories' | '/products';
  /** Of `limit`. */
  largest: number;
}

type Values = readonly (string | number | undefined)[];

export function parameterChecks({ path, largest }: List): Check[] {
  const ask = ({ calls }: Context, parameters: ListParameters) => calls.get(path, calls.listQuery(parameters));

  const refuses = (parameter: string, name: string, what: string, values: Values): Check => ({
    name,
    title: `${what} is answered 400 with field ${parameter}.`,
    section: '§4, §5, §8',
    async run(context) {
      for (const value of values) {
        const exchange = await ask(context, { [parameter]: value });
        const after = value === undefined ? `without ${parameter}` : `for ${parameter}=${value}`;
        requireProblem(exchange, 400, 'invalid_request', { field: parameter, after });
      }
      return undefined;
    },
  });

  const takes = (name: string, title: string, parameters: readonly ListParameters[]): Check => ({
    name,
    title,
    async run(context) {
      for (const more of parameters) requireList(await ask(context, more), `for ${show(more)}`);
      return undefined;
    },
  });

  return [
    refuses('limit', 'limit-too-small', 'limit=0 or a negative one', [0, -1]),
    refuses('limit', 'limit-too-large', `limit=${largest + 1} or larger`, [largest + 1, 99_999_999_999]),
    refuses('limit', 'limit-not-a-number', 'A limit that is not a whole number', [
      'ten',
      '1.5',
      '1e1',
      '0x5',
      ' 5',
      '',
    ]),
    refuses('offset', 'offset-negative', 'A negative offset', [-1]),
    refuses('offset', 'offset-not-a-number', 'An offset that is not a whole number', ['one', '1.5', 'NaN', '']),
    refuses('idWebsite', 'website-missing', 'A call without idWebsite', [undefined, '']),
    refuses('idWebsite', 'website-malformed', 'An idWebsite of another form', [
      '900001',
      'ha-0',
      'ha-01',
      'ha-x',
      'ha 1',
    ]),
    takes('limit-bounds', `limit=1 and limit=${largest} are accepted.`, [{ limit: 1 }, { limit: largest }]),
    takes('optional-parameters', 'idConnectorVersion and idOperator may be missing.', [
      { idConnectorVersion: undefined, idOperator: undefined, limit: 1 },
    ]),
    takes('unknown-parameters', 'Unknown query parameters are ignored.', [
      { limit: 1, invented: 'x', 'in[vented]': '' },
    ]),
    {
      name: 'website-any-case',
      title: 'idWebsite may be written in capitals.',
      section: '§6',
      async run(context) {
        requireList(await ask(context, { idWebsite: context.website.toUpperCase(), limit: 1 }));
        return undefined;
      },
    },
    {
      name: 'past-the-end',
      title: 'A page past the end is [].',
      async run(context) {
        for (const offset of [1_000_000_000, Number.MAX_SAFE_INTEGER]) {
          const exchange = await ask(context, { limit: 5, offset });
          const { length } = requireList(exchange, 'past the end');
          if (length > 0) throw new Violation(`Expected [] at offset ${offset}, got ${length} items.`, exchange);
        }
        return undefined;
      },
    },
    {
      name: 'limit-respected',
      title: 'A page has at most limit items.',
      async run(context) {
        for (const limit of [1, 2, 5]) {
          const exchange = await ask(context, { limit });
          const { length } = requireList(exchange);
          if (length > limit) throw new Violation(`limit=${limit} was answered with ${length} items.`, exchange);
        }
        return undefined;
      },
    },
    {
      name: 'same-order',
      title: 'The same request is answered in the same order.',
      async run(context) {
        const [first, second] = [await ask(context, { limit: 20 }), await ask(context, { limit: 20 })];
        const ids = [first, second].map((exchange) => requireList(exchange).map(({ id }) => id));
        if (String(ids[0]) !== String(ids[1])) {
          throw new Violation('The same request, sent twice, was answered in two orders.', second);
        }
        return undefined;
      },
    },
  ];
}
