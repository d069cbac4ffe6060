import http from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import aws4 from 'aws4';
import type { Deadline } from './deadline.ts';
import { environment } from './environment.ts';

export type AwsService = 'dynamodb' | 'kms' | 'secretsmanager';

const protocols: Record<AwsService, { target: string; contentType: string }> = {
  dynamodb: { target: 'DynamoDB_20120810', contentType: 'application/x-amz-json-1.0' },
  kms: { target: 'TrentService', contentType: 'application/x-amz-json-1.1' },
  secretsmanager: { target: 'secretsmanager', contentType: 'application/x-amz-json-1.1' },
};

const maxAttempts = 3;
/** These calls take milliseconds: one that takes this long hangs on a dead connection, and another attempt opens a new one. */
const maxAttemptMilliseconds = 2_000;
/** A DynamoDB page holds 1 MB of items, and JSON's quotes and escapes come on top. */
const maxResponseBytes = 4 * 1024 * 1024;

const agents = { 'http:': new http.Agent({ keepAlive: true }), 'https:': new https.Agent({ keepAlive: true }) };

/** These quote the input in their message, which may be a credential. */
const quotesInput = /^(Validation|Serialization|InvalidParameter)/;

export class AwsError extends Error {
  /** The service's word, e.g. `ConditionalCheckFailedException`; Node's, e.g. `ECONNRESET`; or ours: `TimeoutError`, `InvalidResponse`. */
  readonly code: string;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;

  constructor(code: string, status: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
  }
}

/**
 * One call of an AWS JSON-protocol operation, signed. Throws AwsError for the service's refusals and when no answer comes
 * in time. A write whose answer got lost is sent again, so a condition can fail on one's own write: read before deciding.
 */
export async function callAws<Output>(
  service: AwsService,
  operation: string,
  input: object,
  deadline: Deadline,
): Promise<Output> {
  const body = JSON.stringify(input);
  for (let attempt = 1; ; attempt++) {
    const share = Math.min(maxAttemptMilliseconds, deadline.remaining() / (maxAttempts - attempt + 1));
    try {
      return (await send(service, operation, body, deadline.within(share).signal)) as Output;
    } catch (error) {
      const delay = error instanceof AwsError ? retryDelay(error, attempt) : undefined;
      if (delay === undefined || delay >= deadline.remaining()) throw error;
      await sleep(delay);
    }
  }
}

const throttling =
  /^(BandwidthLimitExceeded|EC2ThrottledException|LimitExceededException|PriorRequestNotComplete|ProvisionedThroughputExceededException|RequestLimitExceeded|RequestThrottled(Exception)?|SlowDown|ThrottledException|Throttling(Exception)?|TooManyRequestsException|TransactionInProgressException)$/;
const transient =
  /^(TimeoutError|RequestTimeout(Exception)?|ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;

/** The AWS SDK's standard rules: milliseconds until the next attempt, undefined when there is none. */
export function retryDelay(error: AwsError, attempt: number): number | undefined {
  if (attempt >= maxAttempts) return undefined;
  const throttled = error.status === 429 || throttling.test(error.code);
  const passing =
    transient.test(error.code) ||
    [500, 502, 503, 504].includes(error.status) ||
    // Signed, then frozen with the function before it was sent.
    (error.code === 'InvalidSignatureException' && error.message.includes('Signature expired'));
  if (!throttled && !passing) return undefined;
  return Math.floor(Math.random() * Math.min((throttled ? 1_000 : 50) * 2 ** (attempt - 1), 20_000));
}

async function send(service: AwsService, operation: string, body: string, signal: AbortSignal): Promise<unknown> {
  const { region, endpointUrl, ...credentials } = environment.aws;
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const url = new URL(endpointUrl ?? `https://${service}.${region}.${domain}`);
  const { target, contentType } = protocols[service];
  const headers = { Host: url.host, 'Content-Type': contentType, 'X-Amz-Target': `${target}.${operation}` };
  const { hostname, port } = url;
  const request = aws4.sign({ service, region, method: 'POST', hostname, port, path: '/', headers, body }, credentials);
  const insecure = url.protocol === 'http:';
  const options = { ...request, agent: agents[insecure ? 'http:' : 'https:'], signal };
  const fail = (code: string, status: number, detail = '', cause?: unknown) =>
    new AwsError(code, status, `${service} ${operation}: ${code} (${status}) ${detail}`.trim(), { cause });

  let status = 0;
  let text = '';
  try {
    const response = await new Promise<http.IncomingMessage>((resolve, reject) =>
      (insecure ? http : https).request(options, resolve).on('error', reject).end(body),
    );
    status = response.statusCode ?? 0;
    response.setEncoding('utf8');
    for await (const chunk of response) {
      text += chunk;
      if (text.length > maxResponseBytes) throw fail('InvalidResponse', status, 'larger than any answer should be');
    }
  } catch (error) {
    if (error instanceof AwsError) throw error;
    if (signal.aborted) throw fail('TimeoutError', 0);
    throw fail((error as NodeJS.ErrnoException).code ?? 'UnknownError', 0, '', error);
  }

  const output = parse(text);
  if (status === 200 && output) return output;
  if (!output) throw fail('InvalidResponse', status, 'not a JSON object');
  const code =
    /([^#:]+)(:|$)/.exec(
      String(output.__type ?? 'UnknownError')
        .split('#')
        .pop() ?? '',
    )?.[1] ?? 'UnknownError';
  throw fail(code, status, quotesInput.test(code) ? '' : String(output.message ?? output.Message ?? '').slice(0, 500));
}

/** undefined for what is not a JSON object; the parser's own error would quote the text, which may be a secret. */
function parse(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text || '{}');
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
