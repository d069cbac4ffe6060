import type { Exchange } from '../../platform/exchange.ts';
import type { Check, Group } from '../check.ts';
import type { Context } from '../context.ts';
import { type Item, requireField, requireMediaType, requireOnly, requireProblem, show } from '../requirements.ts';
import { filledText, type Rule } from '../rules.ts';
import { Violation } from '../violation.ts';
import { everyAnswerChecks } from './every-answer.ts';
import { type MadeProblem, problemsOf } from './made-problems.ts';

/** Contract §8: which code goes with which status. */
const statusOf: Readonly<Record<string, number>> = {
  invalid_request: 400,
  invalid_signature: 401,
  unknown_website: 404,
  credentials_missing: 409,
  body_too_large: 413,
  unsupported_media_type: 415,
  try_again: 429,
  shop_failed: 502,
  shop_too_slow: 504,
  shop_throttled: 503,
  catalog_not_ready: 503,
  temporarily_unavailable: 503,
};

const fields: Readonly<Record<string, Rule>> = {
  type: filledText,
  title: filledText,
  status: { expected: 'a number', holds: (value) => typeof value === 'number' },
  detail: filledText,
  code: { expected: 'a code of the contract', holds: (value) => typeof value === 'string' && value in statusOf },
  requestId: filledText,
};

function everyError(name: string, title: string, judge: (made: MadeProblem) => void): Check {
  return {
    name,
    title,
    async run(context) {
      const problems = await problemsOf(context);
      for (const made of problems) judge(made);
      return `${problems.length} answers of this run`;
    },
  };
}

/** What is no object is left to the check that says so. */
function everyProblem(name: string, title: string, judge: (made: MadeProblem, problem: Item) => void): Check {
  return everyError(name, title, (made) => {
    if (made.problem) judge(made, made.problem);
  });
}

function answers(status: number, code: string, what: string, make: (context: Context) => Promise<Exchange>): Check {
  return {
    name: `${status}-${code.replaceAll('_', '-')}`,
    title: `${what} is ${status} ${code}.`,
    async run(context) {
      requireProblem(await make(context), status, code);
      return undefined;
    },
  };
}

/** Traces and dumps of the usual languages, and what comes with them. */
const traces =
  /\bat [\w.<> ]+ \(?[\w:/\\.-]+:\d+|Traceback \(most recent|node_modules|\.(?:ts|js|cjs|mjs|py|php|java|rb):\d+|Exception in thread|stack ?trace/i;

const checks: readonly Check[] = [
  answers(400, 'invalid_request', 'A parameter that is malformed', ({ calls }) => calls.products({ limit: 'ten' })),
  answers(401, 'invalid_signature', 'A call without a signature', ({ calls }) =>
    calls.products({}, { signature: null }),
  ),
  answers(404, 'unknown_website', 'A call for a website without install', ({ calls }) =>
    calls.products({ idWebsite: 'ha-999999999999999' }),
  ),
  answers(413, 'body_too_large', 'A body that is too large', ({ calls }) =>
    calls.post('/webhooks', ' '.repeat(300_000)),
  ),
  answers(415, 'unsupported_media_type', 'A body that is neither JSON nor a form', ({ calls }) =>
    calls.post('/webhooks', '<a/>', { contentType: 'application/xml' }),
  ),
  everyError('known-status', 'Every error of the run has a status of the contract.', ({ exchange, status }) => {
    if (Object.values(statusOf).includes(status)) return;
    throw new Violation(`${status} is no status of the contract.`, exchange);
  }),
  everyError('content-type', 'Every error is application/problem+json.', ({ exchange }) => {
    requireMediaType(exchange, 'application/problem+json');
  }),
  everyError('problem-object', 'Every error is a JSON object.', ({ exchange, problem }) => {
    if (!problem) throw new Violation('The body of the error is not a JSON object.', exchange);
  }),
  ...Object.entries(fields).map(([name, rule]) =>
    everyProblem(
      `field-${name.toLowerCase()}`,
      `Every error has ${name}: ${rule.expected}.`,
      ({ exchange }, problem) => {
        requireField(problem, name, rule, exchange, 'the problem');
      },
    ),
  ),
  everyProblem(
    'status-repeated',
    'status of the problem is the status of the answer.',
    ({ exchange, status }, problem) => {
      if (problem.status === status) return;
      throw new Violation(`The answer is ${status}, \`status\` says ${show(problem.status)}.`, exchange);
    },
  ),
  everyProblem('code-fits', 'Every code comes with its status.', ({ exchange, status }, { code }) => {
    const expected = statusOf[String(code)];
    if (expected === undefined || expected === status) return;
    throw new Violation(`The code ${code} belongs to ${expected}, not to ${status}.`, exchange);
  }),
  everyProblem(
    'field-at-400',
    'A 400 names its field, and no other error has one.',
    ({ exchange, status }, problem) => {
      if (status === 400) requireField(problem, 'field', filledText, exchange, 'the problem');
      else if ('field' in problem) throw new Violation(`\`field\` belongs to 400, not to ${status}.`, exchange);
    },
  ),
  everyProblem('documented-only', 'A problem has documented fields only.', ({ exchange }, problem) => {
    requireOnly(problem, [...Object.keys(fields), 'field'], exchange, 'the problem');
  }),
  everyError('retry-after', 'A 503 and a 429 say when to try again.', ({ exchange, status }) => {
    if (![429, 503].includes(status) || exchange.answer?.headers['retry-after'] !== undefined) return;
    throw new Violation(`A ${status} needs the header Retry-After.`, exchange);
  }),
  everyError('no-traces', 'No error holds a stack trace or a file of the connector.', ({ exchange }) => {
    const found = traces.exec(String(exchange.answer?.body))?.[0];
    if (found !== undefined) throw new Violation(`The error tells about the code: ${show(found)}`, exchange);
  }),
  {
    name: 'request-ids-unique',
    title: 'Every error has a requestId of its own.',
    async run(context) {
      const seen = new Set<unknown>();
      for (const { exchange, problem } of await problemsOf(context)) {
        if (problem?.requestId === undefined) continue;
        if (seen.has(problem.requestId)) throw new Violation('Two errors have the same requestId.', exchange);
        seen.add(problem.requestId);
      }
      return undefined;
    },
  },
  ...everyAnswerChecks,
];

export const errors: Group = {
  name: 'errors',
  title: 'Errors',
  section: '§8',
  installed: false,
  checks,
};
