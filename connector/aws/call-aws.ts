import type { Deadline } from '../deadline.ts';
import { type AwsService, failuresOf } from './aws-error.ts';
import { endpointOf, exchange, textSink } from './exchange.ts';
import { retrying } from './retrying.ts';
import { sha256, signRequest } from './sign-request.ts';

interface Protocol {
  target: string;
  contentType: string;
}

/** EventBridge's is in `events/publish-event.ts`: here it would be in every bundle. */
const protocols: Partial<Record<AwsService, Protocol>> = {
  dynamodb: { target: 'DynamoDB_20120810', contentType: 'application/x-amz-json-1.0' },
  kms: { target: 'TrentService', contentType: 'application/x-amz-json-1.1' },
  secretsmanager: { target: 'secretsmanager', contentType: 'application/x-amz-json-1.1' },
  sqs: { target: 'AmazonSQS', contentType: 'application/x-amz-json-1.0' },
};

/** These calls take milliseconds: one that takes so long hangs on a dead connection, and the next attempt opens a new one. */
const maxSilence = 2_000;
/** A DynamoDB page holds 1 MB of items; JSON's quotes and escapes come on top. */
const maxResponseBytes = 4 * 1024 * 1024;

/**
 * One call of an AWS JSON-protocol operation, signed. Throws AwsError for the service's refusals and when no answer comes
 * in time. A write whose answer was lost is sent again, so a condition can fail on one's own write: read before deciding.
 */
export async function callAws<Output>(
  service: AwsService,
  operation: string,
  input: object,
  deadline: Deadline,
  protocol: Protocol = protocols[service]!,
): Promise<Output> {
  const body = JSON.stringify(input);
  const output = await retrying(deadline, maxSilence, (silence) =>
    attempt(service, protocol, operation, body, silence, deadline),
  );
  return output as Output;
}

async function attempt(
  service: AwsService,
  { target, contentType }: Protocol,
  operation: string,
  body: string,
  silence: number,
  deadline: Deadline,
): Promise<object> {
  const failed = failuresOf(service, operation);
  if (silence <= 0) throw failed('TimeoutError');
  const endpoint = endpointOf(service);
  const { host, hostname, port, folder } = endpoint;
  const headers = {
    Host: host,
    'Content-Type': contentType,
    'Content-Length': String(Buffer.byteLength(body)),
    'X-Amz-Target': `${target}.${operation}`,
  };
  const signed = signRequest({ service, method: 'POST', path: `${folder}/`, headers, bodyHash: sha256(body) });
  return exchange({
    request: { ...signed, hostname, port },
    endpoint,
    send: (request) => request.end(body),
    receive: ({ statusCode: status = 0 }) =>
      textSink(maxResponseBytes, failed, (text) => {
        const output = parseObject(text);
        if (!output) throw failed('InvalidResponse', status, 'not a JSON object');
        if (status === 200) return output;
        const code = /([^#:,]+)([:,]|$)/.exec(String(output.__type ?? ''))?.[1] ?? 'UnknownError';
        // These quote the input, which may be a credential.
        const isQuoting = /^(Validation|Serialization|InvalidParameter)/.test(code);
        throw failed(code, status, isQuoting ? '' : (output.message ?? output.Message));
      }),
    silence,
    deadline,
    failed,
  });
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
