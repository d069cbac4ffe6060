import { reencodings, sign } from '../../connector/endpoint/signature.ts';
import type { Check } from '../check.ts';
import type { Context } from '../context.ts';
import { requireProblem, requireStatus, show } from '../requirements.ts';
import { Violation } from '../violation.ts';
import { requireAccepted } from './require-accepted.ts';

/** Characters that gateways and frameworks like to rewrite, each as part of a search. */
const awkward: readonly [name: string, search: string][] = [
  ['plus', 'a+b'],
  ['escaped-space', 'a%20b'],
  ['escaped-slash-lower', 'a%2fb'],
  ['escaped-slash-upper', 'a%2Fb'],
  ['marks', "a!'()*~b"],
  ['escaped-marks', 'a%21%27%28%29%2A%7Eb'],
  ['accent-upper', 'caf%C3%A9'],
  ['accent-lower', 'caf%c3%a9'],
  ['semicolon', 'a;b'],
  ['double-ampersand', 'a&&b=c'],
  ['escaped-ampersand', 'a%26b%3Dc'],
  ['escaped-percent', '100%25'],
  ['no-value', 'a&empty&alsoEmpty='],
];

function takesQuery([name, search]: (typeof awkward)[number]): Check {
  return {
    name: `query-${name}`,
    title: `A signature over the raw query string is accepted when it holds ${search}`,
    async run(context) {
      const query = `idWebsite=${context.website}&searchQuery=${search}&limit=1`;
      const statuses: string[] = [];
      for (const path of ['/products', '/categories']) {
        const exchange = await context.calls.get(path, query);
        if (exchange.answer?.status !== 401) statuses.push(`${path} ${requireAccepted(exchange, 'it')}`);
        else throw new Violation(`Refused. ${await whatArrives(context, path, query)}`, exchange);
      }
      return `accepted as sent: ${statuses.join(', ')}`;
    },
  };
}

/** Looks for the spelling that the connector verifies instead of the one that was sent. */
async function whatArrives({ calls, secret }: Context, path: string, query: string): Promise<string> {
  const decoded = decode(query);
  const spellings = new Set([
    ...reencodings(query),
    decoded,
    decoded.replaceAll('+', ' '),
    encodeURI(decoded),
    new URLSearchParams(query).toString(),
    query.replace(/&+/g, '&'),
    query.replaceAll(';', '&'),
    query.toLowerCase(),
    query.split('&').sort().join('&'),
    `?${query}`,
    `${path}?${query}`,
  ]);
  for (const spelling of spellings) {
    const { answer } = await calls.get(path, query, { signature: sign(spelling, secret) });
    if (answer && answer.status !== 401) return `A signature over ${show(spelling)} is accepted: this is what arrives.`;
  }
  return `What was sent is ${show(query)}; what arrives is none of the usual rewritings of it.`;
}

function decode(query: string): string {
  try {
    return decodeURIComponent(query);
  } catch {
    return query;
  }
}

/** Spelled one way throughout: only then is it among the re-encodings of its other spellings. */
const spelled = (website: string) => `idWebsite=${website}&limit=1&searchQuery=th%C3%A9%20vert%2F'(100%20g)!*~`;

/** Spellings outside the closed set: their signatures belong to another query. */
const otherSpellings: readonly [name: string, what: string, respell: (query: string) => string][] = [
  ['decoded', 'the decoded query', decode],
  ['reordered', 'the query in another order', (query) => query.split('&').reverse().join('&')],
  ['dropped', 'the query without one parameter', (query) => query.replace('&limit=1', '')],
  ['escaped-twice', 'the query escaped twice', (query) => query.replaceAll('%', '%25')],
  ['escaped-letter', 'the query with a letter escaped', (query) => query.replace('vert', '%76ert')],
  ['question-mark', 'the query with its ?', (query) => `?${query}`],
  ['lower-case', 'the query in lower case', (query) => query.toLowerCase()],
];

function refusesSpelling([name, what, respell]: (typeof otherSpellings)[number]): Check {
  return {
    name: `over-${name}`,
    title: `A signature over ${what} is refused: it is none of the re-encodings of the contract.`,
    async run({ calls, website, secret }) {
      const query = spelled(website);
      for (const path of ['/products', '/categories']) {
        const exchange = await calls.get(path, query, { signature: sign(respell(query), secret) });
        requireStatus(exchange, [401], `for a signature over ${what}`);
      }
      return undefined;
    },
  };
}

function takesReencodings(path: string): Check {
  return {
    name: `reencodings-${path.slice(1)}`,
    title: `GET ${path} accepts each re-encoding of the contract: spaces, case of hex digits, escaped marks.`,
    async run({ calls, website, secret }) {
      const query = spelled(website);
      const spellings = reencodings(query);
      for (const other of spellings) {
        const signature = sign(other, secret);
        requireAccepted(await calls.get(path, query, { signature }), `a signature over ${show(other)}`);
        const arrived = await calls.get(path, other, { signature: sign(query, secret) });
        requireAccepted(arrived, `a signature over ${show(query)}`);
      }
      return `${spellings.length} spellings, both ways`;
    },
  };
}

export const queryChecks: readonly Check[] = [
  ...awkward.map(takesQuery),
  takesReencodings('/products'),
  takesReencodings('/categories'),
  ...otherSpellings.map(refusesSpelling),
  {
    name: 'empty-query',
    title: 'A GET without a query is signed over an empty string: accepted, then 400 for the missing website.',
    async run({ calls }) {
      for (const path of ['/products', '/categories']) {
        requireProblem(await calls.get(path), 400, 'invalid_request', { field: 'idWebsite' });
      }
      return undefined;
    },
  },
];
