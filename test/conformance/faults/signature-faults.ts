import { sign, verifyBody, verifyQuery } from '../../../connector/endpoint/signature.ts';
import type { Answer } from '../../../platform/exchange.ts';
import { type Behavior, type Forward, type ProxiedCall, resigned } from '../faulty-proxy.ts';
import { altered, type Fault, problem } from './fault.ts';

const header = 'x-iadvize-signature';

/** Takes calls for well signed that are not. */
function accepts(
  name: string,
  caughtBy: string,
  isTaken: (signature: string | undefined, signed: string, secret: string, call: ProxiedCall) => boolean,
): Fault {
  return behaves(name, caughtBy, (secret) => (call, forward) => {
    const signed = call.method === 'GET' ? call.query : call.body.toString('latin1');
    return forward(isTaken(call.headers[header], signed, secret, call) ? resigned(call, secret) : call);
  });
}

/** Refuses calls that are well signed. */
function refuses(name: string, caughtBy: string, isRefused: (call: ProxiedCall, secret: string) => boolean): Fault {
  return behaves(name, caughtBy, (secret) => (call, forward) => {
    const open = call.path === '/health' || (call.path === '/webhooks' && call.method === 'GET');
    return !open && isRefused(call, secret) ? problem(401, 'invalid_signature') : forward(call);
  });
}

function answers401(
  name: string,
  caughtBy: string,
  alter: (answer: Answer, call: ProxiedCall, secret: string) => Answer,
): Fault {
  return behaves(name, caughtBy, (secret) => async (call, forward) => {
    const answer = await forward(call);
    return answer.status === 401 ? alter(answer, call, secret) : answer;
  });
}

function behaves(name: string, caughtBy: string, behavior: (secret: string) => Behavior): Fault {
  return { name, caughtBy: `signature/${caughtBy}`, start: ({ secret }) => behavior(secret) };
}

const isRight = ({ method, headers, query, body }: ProxiedCall, secret: string) =>
  method === 'GET' ? verifyQuery(headers[header], query, [secret]) : verifyBody(headers[header], body, [secret]);

async function bodyFirst(call: ProxiedCall, forward: Forward, secret: string, status: number): Promise<Answer> {
  if (isRight(call, secret)) return forward(call);
  const answer = await forward(resigned(call, secret));
  return answer.status === status ? answer : forward(call);
}

/** Reads a form or a query that is well signed as if it were another one. */
function reads(name: string, caughtBy: string, respell: (text: string, call: ProxiedCall) => string): Fault {
  return behaves(name, caughtBy, (secret) => (call, forward) => {
    if (!isRight(call, secret)) return forward(call);
    if (call.method === 'GET') return forward(resigned({ ...call, query: respell(call.query, call) }, secret));
    if (!call.headers['content-type']?.includes('form')) return forward(call);
    return forward(resigned({ ...call, body: Buffer.from(respell(String(call.body), call)) }, secret));
  });
}

const escaped = (text: string) => text.replace(/["\n\t\0\x7f]/g, (mark) => `%${Buffer.from(mark).toString('hex')}`);

export const signatureFaults: readonly Fault[] = [
  reads('reads JSON as a form', 'json-as-form', escaped),
  reads('reads JSON as a query', 'json-as-query', escaped),
  reads('takes raw line breaks in a form', 'raw-marks-in-form', (text) => text.replace(/[\n\t\0\x7f]/g, '')),
  reads('takes raw quotes in a form', 'raw-marks-in-form', (text) => text.replaceAll('"', '')),
  reads('refuses escaped quotes in a form', 'escaped-marks-in-form', (text) => text.replaceAll('%22', '"')),
  reads('takes a form for an event that is a query too', 'query-in-form', (text, { method }) =>
    method === 'POST' ? text.replace(/&?idWebsite=[^&]*&?/, '&') : text,
  ),
  reads('takes a query for a list that is an event too', 'form-in-query', (text, { method }) =>
    method === 'GET' ? text.replace(/&?eventType=[^&]*&?/, '&') : text,
  ),
  accepts('answers 200 to a wrong signature', 'products-other-secret', () => true),
  accepts('lets calls without signature in', 'webhooks-missing', (signature) => signature === undefined),
  accepts(
    'takes the first half of a signature',
    'products-malformed',
    (signature = '', signed, secret) => signature.length >= 39 && sign(signed, secret).startsWith(signature),
  ),
  accepts(
    'takes a signature of another algorithm’s name',
    'verification-malformed',
    (signature = '', signed, secret) => signature.replace(/^sha1=/, 'sha256=') === sign(signed, secret),
  ),
  accepts('takes an empty key', 'products-malformed', (signature, signed) => signature === sign(signed, '')),
  accepts(
    'takes the key “undefined”',
    'webhooks-malformed',
    (signature, signed) => signature === sign(signed, 'undefined'),
  ),
  accepts('verifies only that the digits are digits', 'categories-flipped-bit', (signature = '') =>
    /^sha256=[\da-f]{64}$/i.test(signature),
  ),
  accepts(
    'signs nothing of the body',
    'verification-other-bytes',
    (signature, _signed, secret) => signature === sign('', secret),
  ),
  accepts('takes a signature over the decoded query', 'over-decoded', (signature, signed, secret, { method }) => {
    if (method !== 'GET') return false;
    try {
      return signature === sign(decodeURIComponent(signed), secret);
    } catch {
      return false;
    }
  }),
  accepts(
    'sorts the query before it verifies',
    'over-reordered',
    (signature, signed, secret, { method }) =>
      method === 'GET' && [signed.split('&').reverse().join('&')].some((other) => signature === sign(other, secret)),
  ),
  {
    ...behaves('verifies the decoded query only', 'query-accent-upper', (secret) => (call, forward) => {
      if (call.method !== 'GET' || !/%[\dA-F]{2}/i.test(call.query)) return forward(call);
      const isTaken = call.headers[header] === sign(decodeURIComponent(call.query), secret);
      return isTaken ? forward(resigned(call, secret)) : problem(401, 'invalid_signature');
    }),
    says: /café.*this is what arrives/,
  },
  refuses('cannot verify a + in a query', 'query-plus', ({ query }) => query.includes('+')),
  refuses(
    'knows no re-encodings',
    'reencodings-products',
    ({ method, query, headers }, secret) => method === 'GET' && headers[header] !== sign(query, secret),
  ),
  refuses('refuses capital hex digits', 'webhooks-capital-hex', ({ headers }) => /[A-F]/.test(headers[header] ?? '')),
  refuses('forgets the previous secret', 'products-previous-secret', (call, secret) => !isRight(call, secret)),
  refuses('verifies the parsed body', 'webhooks-raw-bytes', ({ method, body, headers }, secret) => {
    if (method !== 'POST' || headers['content-type']?.includes('form')) return false;
    try {
      return headers[header] !== sign(JSON.stringify(JSON.parse(String(body))), secret);
    } catch {
      return false;
    }
  }),
  answers401('says what is wrong with a signature', 'products-says-no-more', (answer, call) =>
    altered(answer, (value) => ({ ...value, detail: call.headers[header] ? 'Wrong signature.' : 'No signature.' })),
  ),
  answers401('answers 403 to a wrong signature', 'verification-missing', (answer) => ({
    ...altered(answer, (value) => ({ ...value, status: 403 })),
    status: 403,
  })),
  behaves(
    'reads the body before the signature',
    'webhooks-401-before-400',
    (secret) => (call, forward) => (call.method === 'POST' ? bodyFirst(call, forward, secret, 400) : forward(call)),
  ),
  behaves(
    'looks at the media type before the signature',
    'verification-401-before-415',
    (secret) => (call, forward) => (call.method === 'POST' ? bodyFirst(call, forward, secret, 415) : forward(call)),
  ),
  behaves(
    'has no bound for bodies',
    'webhooks-too-large',
    () => (call, forward) => (call.body.length > 262_144 ? problem(400, 'invalid_request') : forward(call)),
  ),
  behaves(
    'takes any media type for JSON',
    'verification-415',
    (secret) => (call, forward) =>
      call.method === 'POST' && isRight(call, secret) && !call.headers['content-type']?.includes('form')
        ? forward({ ...call, headers: { ...call.headers, 'content-type': 'application/json' } })
        : forward(call),
  ),
];
