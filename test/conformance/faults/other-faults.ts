import type { Answer } from '../../../platform/exchange.ts';
import { jsonAnswer, type ProxiedCall } from '../faulty-proxy.ts';
import { altered, type Fault, fault, type Item, problem, without } from './fault.ts';

function inProblems(name: string, caughtBy: string, alter: (value: Item, answer: Answer) => Item): Fault {
  return fault(name, `errors/${caughtBy}`, async (call, forward) => {
    const answer = await forward(call);
    return answer.status >= 400 ? altered(answer, (value) => alter(value, answer)) : answer;
  });
}

function inErrorAnswer(name: string, caughtBy: string, alter: (answer: Answer) => Answer): Fault {
  return fault(name, `errors/${caughtBy}`, async (call, forward) => {
    const answer = await forward(call);
    return answer.status >= 400 ? alter(answer) : answer;
  });
}

/** Answers of `POST /webhooks`, by what was sent. */
function inWebhooks(
  name: string,
  caughtBy: string,
  answerTo: (body: string, call: ProxiedCall) => Answer | undefined,
): Fault {
  return fault(name, `webhooks/${caughtBy}`, (call, forward) => {
    if (call.method !== 'POST' || call.path !== '/webhooks') return forward(call);
    return answerTo(String(call.body), call) ?? forward(call);
  });
}

const problems: readonly Fault[] = [
  inErrorAnswer('answers errors as application/json', 'content-type', (answer) => ({
    ...{ ...answer, headers: { ...answer.headers, 'content-type': 'application/json' } },
  })),
  inErrorAnswer('answers errors as a page', 'problem-object', (answer) => ({
    ...{ ...answer, headers: { 'content-type': 'text/html' }, body: Buffer.from('<h1>Error</h1>') },
  })),
  inErrorAnswer('answers 422 to malformed parameters', 'known-status', (answer) =>
    answer.status === 400 ? { ...answer, status: 422 } : answer,
  ),
  ...['type', 'title', 'status', 'detail', 'code', 'requestId'].map((name) =>
    inProblems(`leaves ${name} out of problems`, `field-${name.toLowerCase()}`, (value) => without(value, name)),
  ),
  inProblems('leaves field out of a 400', 'field-at-400', (value) => without(value, 'field')),
  inProblems('names a field in a 401', 'field-at-400', (value, { status }) =>
    status === 401 ? { ...value, field: 'x' } : value,
  ),
  inProblems('says another status than it answers', 'status-repeated', (value) => ({ ...value, status: 200 })),
  inProblems('invents a code', 'field-code', (value) => ({ ...value, code: 'oops' })),
  inProblems('mixes codes up', 'code-fits', (value) => ({ ...value, code: 'shop_failed' })),
  inProblems('adds a field to problems', 'documented-only', (value) => ({ ...value, stack: [] })),
  inProblems('shows a stack trace', 'no-traces', (value) => ({
    ...value,
    detail: 'Error: x\n    at handler (/var/task/index.cjs:1:42)',
  })),
  inProblems('has one requestId for all', 'request-ids-unique', (value) => ({ ...value, requestId: '1' })),
  inErrorAnswer('answers 503 without Retry-After', 'retry-after', (answer) =>
    answer.status === 404 ? problem(503, 'temporarily_unavailable') : answer,
  ),
  {
    ...fault('lets caches keep its lists', 'errors/no-store', async (call, forward) => {
      const answer = await forward(call);
      if (call.method !== 'GET' || call.path !== '/products') return answer;
      return { ...answer, headers: { ...answer.headers, 'cache-control': 'private, max-age=60' } };
    }),
    isAdvised: true,
    says: /should carry cache-control: no-store; in this one it is "private, max-age=60"/,
  },
  {
    ...fault('says nothing to caches', 'errors/no-store', async (call, forward) => {
      const { headers, ...answer } = await forward(call);
      const { 'cache-control': _, ...others } = headers;
      return { ...answer, headers: others };
    }),
    isAdvised: true,
    says: /(\d+) of \1 answers .* it is missing/,
  },
  {
    name: 'leaks the secret in an error',
    caughtBy: 'errors/no-secrets',
    start:
      ({ secret }) =>
      async (call, forward) => {
        const answer = await forward(call);
        return answer.status === 400 ? altered(answer, (value) => ({ ...value, detail: `key ${secret}` })) : answer;
      },
  },
];

const webhooks: readonly Fault[] = [
  inWebhooks('answers 404 to unknown event types', 'unknown-type', (body) =>
    body.includes('unheard') ? problem(404, 'unknown_website') : undefined,
  ),
  inWebhooks('refuses fields that came later', 'later-fields', (body) =>
    body.includes('invented') ? problem(400, 'invalid_request') : undefined,
  ),
  inWebhooks('refuses forms', 'conversation-chat-started', (_, { headers }) =>
    headers['content-type']?.includes('form') ? problem(415, 'unsupported_media_type') : undefined,
  ),
  inWebhooks('does not trim eventType', 'trailing-space', (body) =>
    /"eventType":"[^"]* "/.test(body) ? problem(400, 'invalid_request') : undefined,
  ),
  inWebhooks('refuses malformed events for good', 'malformed-known', (body) =>
    body.includes('not a number') ? problem(400, 'invalid_request') : undefined,
  ),
  inWebhooks('does not know video calls', 'conversation-video-closed', (body) =>
    body.includes('video.closed') ? jsonAnswer({}, 500) : undefined,
  ),
  inWebhooks('minds the charset', 'json-with-charset', (_, { headers }) =>
    headers['content-type'] === 'application/json; charset=utf-8' ? problem(415, 'unsupported_media_type') : undefined,
  ),
  inWebhooks('redirects webhooks', 'unknown-type', () => ({
    status: 307,
    headers: { location: '/hooks' },
    body: Buffer.alloc(0),
  })),
  fault('acknowledges malformed installs', 'webhooks/connector-websiteid-not-a-number', async (call, forward) => {
    const answer = await forward(call);
    return call.path === '/webhooks' && answer.status === 400 ? jsonAnswer({}) : answer;
  }),
  fault('names no field of a malformed install', 'webhooks/connector-createdat-missing', async (call, forward) => {
    const answer = await forward(call);
    return call.path === '/webhooks' && answer.status === 400
      ? altered(answer, (value) => ({ ...value, field: 'body' }))
      : answer;
  }),
  fault('wants the availability check signed', 'webhooks/available', (call, forward) =>
    call.method === 'GET' && call.path === '/webhooks' ? problem(401, 'invalid_signature') : forward(call),
  ),
];

const health: readonly Fault[] = [
  inHealth('says DOWN', 'up', () => jsonAnswer({ status: 'DOWN' })),
  inHealth('says more than UP', 'up', () => jsonAnswer({ status: 'UP', version: '1' })),
  inHealth('answers the health check as text', 'content-type', (answer) => ({
    ...answer,
    headers: { 'content-type': 'text/plain' },
  })),
  inHealth('wants the health check signed', 'public', () => problem(401, 'invalid_signature')),
];

function inHealth(name: string, caughtBy: string, alter: (answer: Answer) => Answer): Fault {
  return fault(name, `health/${caughtBy}`, async (call, forward) => {
    const answer = await forward(call);
    return call.path === '/health' ? alter(answer) : answer;
  });
}

export const otherFaults: readonly Fault[] = [...problems, ...webhooks, ...health];
