import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { mediaTypeOf } from '../contract/media-type.ts';
import { problemBody } from '../contract/problem.ts';
import { type Deadline, deadlineIn } from '../deadline.ts';
import { metrics } from '../environment.ts';
import { Problem } from '../errors.ts';
import { validSecrets } from './app-secret.ts';
import { asProblem } from './faults.ts';
import { JsonText } from './json-text.ts';
import { type RequestLog, requestLog } from './request-log.ts';
import { verifyBody, verifyQuery } from './signature.ts';

/** Deadlines nest: this one, then the function's own 25 s, then the gateway's 30 s (contract §3: 20 s in all). */
const innerDeadline = 20_000;
/** Contract §2: of the decoded body. */
const maxBodyBytes = 256 * 1024;

/** Contract §8: a cache in front would hand signed answers to unsigned callers. And no browser shall take JSON for a page. */
const everyAnswer = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' };

/** A call whose signature was verified over `query` (GET) or `body` (POST). */
export interface Call {
  /** The query string as received, without `?`. Empty on a POST: nothing in it is signed there. */
  query: string;
  body: Buffer;
  deadline: Deadline;
  log: RequestLog;
}

export interface PostCall<MediaType> extends Call {
  /** Of the body: one of those that the route accepts. */
  mediaType: MediaType;
}

/** Answers the value of a 200, or throws. */
type Action<Kind extends Call = Call> = (call: Kind) => Promise<unknown>;
type Handler = (event: APIGatewayProxyEventV2) => Promise<APIGatewayProxyStructuredResultV2>;

/** A GET that the platform signs over its query string. */
export function signedGet(route: string, action: Action): Handler {
  return endpoint(route, async (event, { deadline, log }) => {
    const query = event.rawQueryString;
    await requireSignature((secrets) => verifyQuery(signatureOf(event), query, secrets), { deadline, log });
    return action({ query, body: Buffer.alloc(0), deadline, log });
  });
}

interface PostOptions<MediaType> {
  /** The media types that are understood, e.g. `application/json`. */
  accepts: readonly MediaType[];
  /** Replaces a problem of ours or of the shop's by the one that this route's caller understands. */
  refuse?: (problem: Problem) => Problem;
}

/** A POST that the platform signs over its body. Checks in the order of contract §2: 413, 401, 415, then the action's 400. */
export function signedPost<MediaType extends string>(
  route: string,
  { accepts, refuse }: PostOptions<MediaType>,
  action: Action<PostCall<MediaType>>,
): Handler {
  return endpoint(
    route,
    async (event, { deadline, log }) => {
      const body = bodyOf(event);
      await requireSignature((secrets) => verifyBody(signatureOf(event), body, secrets), { deadline, log });
      const given = mediaTypeOf(event.headers['content-type']);
      const mediaType = accepts.find((each) => each === given);
      if (!mediaType) throw new Problem('unsupported_media_type', `The body must be ${accepts.join(' or ')}.`);
      return action({ query: '', body, mediaType, deadline, log });
    },
    refuse,
  );
}

/** A call that anyone may make and that shows nothing. */
export function openGet(route: string, answer: () => unknown): Handler {
  return endpoint(route, async () => answer());
}

function endpoint(
  route: string,
  answer: (event: APIGatewayProxyEventV2, call: { deadline: Deadline; log: RequestLog }) => Promise<unknown>,
  refuse: (problem: Problem) => Problem = (problem) => problem,
): Handler {
  return async (event) => {
    const { requestId } = event.requestContext;
    const log = requestLog(route, requestId);
    const correlationId = event.headers['x-iadvize-correlationid'];
    if (correlationId && /^[\da-f-]{36}$/i.test(correlationId)) log.set('correlationId', correlationId);
    try {
      const result = await answer(event, { deadline: deadlineIn(innerDeadline), log });
      const body = result instanceof JsonText ? result.text : JSON.stringify(result);
      log.write(200);
      return { statusCode: 200, headers: { ...everyAnswer, 'content-type': 'application/json; charset=utf-8' }, body };
    } catch (error) {
      const problem = refuse(asProblem(error, log));
      if (problem.code === 'invalid_signature') log.count(metrics.signatureRefused);
      if (problem.code === 'try_again') log.count(metrics.webhookPutOff);
      log.set('reason', problem.code);
      if (problem.cause !== undefined) log.explain(problem.cause);
      log.write(problem.status);
      return {
        statusCode: problem.status,
        headers: {
          ...everyAnswer,
          'content-type': 'application/problem+json',
          ...(problem.retryAfterSeconds === undefined ? {} : { 'retry-after': String(problem.retryAfterSeconds) }),
        },
        body: JSON.stringify(problemBody(problem, requestId)),
      };
    }
  };
}

/** A secret that was set or rotated a moment ago is known to the store but not yet here: a refusal rereads it, at a bounded rate. */
async function requireSignature(
  verify: (secrets: readonly string[]) => boolean,
  { deadline, log }: Pick<Call, 'deadline' | 'log'>,
): Promise<void> {
  if (verify(await validSecrets(deadline, { count: log.count }))) return;
  if (verify(await validSecrets(deadline, { reread: true }))) return;
  throw new Problem('invalid_signature', 'The signature is missing or does not match.');
}

function signatureOf(event: APIGatewayProxyEventV2): string | undefined {
  return event.headers['x-iadvize-signature'];
}

function bodyOf(event: APIGatewayProxyEventV2): Buffer {
  const body = Buffer.from(event.body ?? '', event.isBase64Encoded ? 'base64' : 'utf8');
  if (body.length > maxBodyBytes) {
    throw new Problem('body_too_large', `The body must be at most ${maxBodyBytes} bytes.`);
  }
  return body;
}
