import type { Exchange } from '../../platform/exchange.ts';
import { rawQuery } from '../../platform/platform-client.ts';
import type { Signing } from '../calls.ts';
import type { Check, Group } from '../check.ts';
import type { Context } from '../context.ts';
import {
  type Item,
  requireField,
  requireList,
  requireMediaType,
  requireObject,
  requireOnly,
  requireProblem,
  requireStatus,
  show,
} from '../requirements.ts';
import { filledText } from '../rules.ts';
import { Violation } from '../violation.ts';
import { type SignedEndpoint, signatureChecks } from './signature.ts';
import { errorsOf, isValid, verify } from './verification-answers.ts';

/** As the marketplace asks when its form is shown. */
function ask({ calls, website }: Context, key: string, idWebsite: string | undefined = website): Promise<Exchange> {
  return calls.get(pathOf(key), rawQuery({ idWebsite }));
}

const pathOf = (key: string) => `/options/${encodeURIComponent(key)}`;

/** Judges the list of each parameter. */
function ofEachList(
  name: string,
  title: string,
  judge: (items: readonly Item[], exchange: Exchange, key: string, context: Context) => unknown,
): Check {
  return {
    name,
    title,
    async run(context) {
      for (const key of context.selectpickers) {
        const exchange = await ask(context, key);
        await judge(requireList(exchange, `for ${key}`), exchange, key, context);
      }
      return context.selectpickers.join(', ');
    },
  };
}

function refusesWebsite(name: string, title: string, queries: readonly string[]): Check {
  return {
    name,
    title,
    section: '§3, §8',
    async run({ calls, selectpickers }) {
      for (const query of queries) {
        const exchange = await calls.get(pathOf(selectpickers[0]!), query);
        requireProblem(exchange, 400, 'invalid_request', { field: 'idWebsite', after: `for ${show(query)}` });
      }
      return undefined;
    },
  };
}

const signed: SignedEndpoint = {
  name: 'signed',
  route: 'GET /options/<key>',
  signed: ({ website }) => rawQuery({ idWebsite: website }),
  call: ({ calls, website, selectpickers }, signing: Signing) =>
    calls.get(pathOf(selectpickers[0]!), rawQuery({ idWebsite: website }), signing),
};

const checks: readonly Check[] = [
  ofEachList('content-type', 'A list is application/json.', (_, exchange) =>
    requireMediaType(exchange, 'application/json'),
  ),
  ofEachList('not-empty', 'A list is never empty.', (items, exchange) => {
    if (items.length === 0) throw new Violation('There is nothing to choose.', exchange);
  }),
  ofEachList(
    'fields',
    'Every option has label and value, strings that are not empty, and nothing else.',
    (items, exchange) => {
      for (const [index, item] of items.entries()) {
        for (const name of ['label', 'value']) requireField(item, name, filledText, exchange, `option ${index}`);
        requireOnly(item, ['label', 'value'], exchange, `option ${index}`);
      }
    },
  ),
  ofEachList('distinct-values', 'No value stands twice in a list.', (items, exchange) => {
    const values = items.map(({ value }) => value);
    const twice = values.find((value, index) => values.indexOf(value) !== index);
    if (twice !== undefined) throw new Violation(`The value ${show(twice)} stands twice.`, exchange);
  }),
  ofEachList(
    'any-website',
    'A website that has not installed the app is answered, for it is being installed.',
    async (_, __, key, context) => requireList(await ask(context, key, 'ha-999999999999999'), 'for it'),
  ),
  ofEachList('unknown-parameters', 'Unknown query parameters are ignored.', async (_, __, key, { calls, website }) => {
    requireList(await calls.get(pathOf(key), rawQuery({ idWebsite: website, invented: 'x' })), 'for one');
  }),
  refusesWebsite('website-missing', 'A call without idWebsite is answered 400 with field idWebsite.', [
    '',
    'idWebsite=',
  ]),
  refusesWebsite('website-malformed', 'An idWebsite of another form is answered 400 with field idWebsite.', [
    'idWebsite=900001',
    'idWebsite=ha-01',
    'idWebsite=ha%201',
  ]),
  {
    ...ofEachList(
      'lists-what-is-valid',
      'The value of a valid configuration is in the list.',
      (items, exchange, key, context) => {
        const typed = context.parameters?.[key];
        if (typed === undefined || items.some(({ value }) => value === typed)) return;
        throw new Violation(`${key} was given as ${show(typed)}, which the list does not hold.`, exchange);
      },
    ),
    needs: 'parameters',
  },
  {
    ...ofEachList(
      'other-values',
      'A value that the list does not hold is not valid, and the error names its parameter.',
      async (items, _, key, context) => {
        context.installs.touch(context.website);
        for (const value of ['conformance-no-such-option', `${items[0]?.value} `]) {
          const exchange = await verify(context, { ...context.installs.typed(context.website), [key]: value }, '2018');
          requireStatus(exchange, [200]);
          const answer = requireObject(exchange);
          if (!isValid(answer) && errorsOf(answer).some(({ parameterKey }) => parameterKey === key)) continue;
          throw new Violation(`${show(value)} was accepted for ${key}, or no error names it.`, exchange);
        }
      },
    ),
    needs: 'parameters',
  },
  ...signatureChecks(signed),
];

export const options: Group = {
  name: 'options',
  title: 'Lists of the form',
  section: '§1, §3',
  installed: false,
  isFor: ({ selectpickers }) => selectpickers.length > 0,
  checks,
};
