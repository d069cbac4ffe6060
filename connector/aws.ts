import http from 'node:http';
import https from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import aws4 from 'aws4';
import type { Deadline } from './deadline.ts';
import { environment } from './environment.ts';

/** The services with a JSON protocol; S3 has its own: `s3-call.ts`. */
export type AwsService = 'dynamodb' | 'kms' | 'secretsmanager' | 'sqs';

const protocols: Record<AwsService, { target: string; contentType: string }> = {
  dynamodb: { target: 'DynamoDB_20120810', contentType: 'application/x-amz-json-1.0' },
  kms: { target: 'TrentService', contentType: 'application/x-amz-json-1.1' },
  secretsmanager: { target: 'secretsmanager', contentType: 'application/x-amz-json-1.1' },
  sqs: { target: 'AmazonSQS', contentType: 'application/x-amz-json-1.0' },
};

const maxAttempts = 3;
/** These calls take milliseconds: one that takes so long hangs on a dead connection, and the next attempt opens a new one. */
const maxAttemptMilliseconds = 2_000;
/** A DynamoDB page holds 1 MB of items; JSON's quotes and escapes come on top. */
const maxResponseBytes = 4 * 1024 * 1024;

const plain = { request: http.request, agent: new http.Agent({ keepAlive: true }) };
const secure = { request: https.request, agent: new https.Agent({ keepAlive: true }) };

export class AwsError extends Error {
  readonly service: AwsService | 's3';
  /** The service's word, e.g. `ConditionalCheckFailedException`; Node's, e.g. `ECONNRESET`; or `TimeoutError`, `InvalidResponse`. */
  readonly code: string;
  /** HTTP status; 0 when no answer came. */
  readonly status: number;

  constructor(service: AwsService | 's3', code: string, status: number, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'AwsError';
    this.service = service;
    this.code = code;
    this.status = status;
  }
}

/**
 * One call of an AWS JSON-protocol operation, signed. Throws AwsError for the service's refusals and when no answer comes
 * in time. A write whose answer was lost is sent again, so a condition can fail on one's own write: read before deciding.
 */
export async function callAws<Output>(
  service: AwsService,
  operation: string,
  input: object,
  deadline: Deadline,
): Promise<Output> {
  const body = JSON.stringify(input);
  const output = await retrying(deadline, maxAttemptMilliseconds, (milliseconds) =>
    send(service, operation, body, deadline.within(milliseconds).signal),
  );
  return output as Output;
}

/** Attempts again what failed with a passing AwsError. An attempt is told how long it may hang: its share of what is left. */
export async function retrying<Output>(
  deadline: Deadline,
  maxMilliseconds: number,
  send: (milliseconds: number) => Promise<Output>,
): Promise<Output> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await send(Math.min(maxMilliseconds, deadline.remaining() / (maxAttempts - attempt + 1)));
    } catch (error) {
      const delay = attempt < maxAttempts && error instanceof AwsError ? retryDelay(error, attempt) : undefined;
      if (delay === undefined || delay >= deadline.remaining()) throw error;
      await sleep(delay);
    }
  }
}

const throttled =
  /^(BandwidthLimitExceeded|EC2ThrottledException|LimitExceededException|PriorRequestNotComplete|ProvisionedThroughputExceededException|RequestLimitExceeded|RequestThrottled(Exception)?|SlowDown|ThrottledException|Throttling(Exception)?|TooManyRequestsException|TransactionInProgressException)$/;
const transient =
  /^(TimeoutError|RequestTimeout(Exception)?|ECONNRESET|ECONNREFUSED|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;

/** The AWS SDK's standard rules: milliseconds to wait after a failed attempt (1, 2 …); undefined: another would fail alike. */
export function retryDelay({ code, status, message }: AwsError, attempt: number): number | undefined {
  const throttling = status === 429 || throttled.test(code);
  // Signed, then frozen with the function before it was sent.
  const expired =
    code === 'RequestTimeTooSkewed' || (code === 'InvalidSignatureException' && message.includes('Signature expired'));
  const passing = expired || transient.test(code) || [500, 502, 503, 504].includes(status);
  if (!throttling && !passing) return undefined;
  return Math.floor(Math.random() * (throttling ? 1_000 : 50) * 2 ** (attempt - 1));
}

/** Where `name`, e.g. `kms`, is answered, and what connects there. */
export function endpointOf(name: string) {
  const { region, endpointUrl } = environment.aws;
  const domain = region.startsWith('cn-') ? 'amazonaws.com.cn' : 'amazonaws.com';
  const { protocol, host, hostname, port } = new URL(endpointUrl ?? `https://${name}.${region}.${domain}`);
  return { host, hostname, port, ...(protocol === 'http:' ? plain : secure) };
}

async function send(service: AwsService, operation: string, body: string, signal: AbortSignal): Promise<object> {
  const { region, ...credentials } = environment.aws;
  const { host, hostname, port, request, agent } = endpointOf(service);
  const { target, contentType } = protocols[service];
  const headers = { Host: host, 'Content-Type': contentType, 'X-Amz-Target': `${target}.${operation}` };
  const signed = aws4.sign({ service, region, hostname, port, method: 'POST', path: '/', headers, body }, credentials);
  const failed = (code: string, status = 0, detail: unknown = '', cause?: unknown) =>
    new AwsError(service, code, status, `${service} ${operation}: ${code} ${detail}`.trim().slice(0, 500), cause);
  try {
    const response = await new Promise<http.IncomingMessage>((resolve, reject) => {
      request({ ...signed, agent, signal }, resolve)
        .on('error', reject)
        .end(body);
    });
    const status = response.statusCode ?? 0;
    let text = '';
    for await (const chunk of response.setEncoding('utf8')) {
      text += chunk;
      if (text.length > maxResponseBytes) throw failed('InvalidResponse', status, 'larger than any answer');
    }
    const output = parseObject(text);
    if (!output) throw failed('InvalidResponse', status, 'not a JSON object');
    if (status === 200) return output;
    const code = /([^#:,]+)([:,]|$)/.exec(String(output.__type ?? ''))?.[1] ?? 'UnknownError';
    // These quote the input, which may be a credential.
    const detail = /^(Validation|Serialization|InvalidParameter)/.test(code) ? '' : (output.message ?? output.Message);
    throw failed(code, status, detail);
  } catch (error) {
    if (error instanceof AwsError) throw error;
    if (signal.aborted) throw failed('TimeoutError');
    throw failed((error as NodeJS.ErrnoException).code ?? 'UnknownError', 0, '', error);
  }
}

/** undefined for anything else. The parser's own error would quote the text, which may be a secret. */
function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text || '{}');
    return value instanceof Object ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
