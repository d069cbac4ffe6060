import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { AwsService } from '../../connector/aws/aws-error.ts';
import { listenLocally } from '../local-server.ts';
import { isFromPageElsewhere } from '../refuse-stranger.ts';
import { createDynamoDb, createMissingTables } from './dynamodb.ts';
import { createEventBridge, type LocalRule } from './event-bridge.ts';
import type { Fault, OnCall } from './fault.ts';
import { createKms } from './kms.ts';
import { type LocalAwsAccess, type LocalCredentials, localAccount, localQueueUrl } from './local-account.ts';
import { credentialsOf, openLocalState } from './local-state.ts';
import { openMessageStore } from './message-store.ts';
import { openObjectStore } from './object-store.ts';
import { Refusal } from './refusal.ts';
import { createS3 } from './s3.ts';
import { operationOf } from './s3-operation.ts';
import { s3Refusal } from './s3-refusal.ts';
import { createSecretsManager } from './secrets-manager.ts';
import { createSqs, type LocalQueue } from './sqs.ts';
import { verifySignature } from './verify-signature.ts';

export interface LocalAwsOptions {
  /** Default: any free port. */
  port?: number;
  /** Where everything is kept; undefined: in memory. */
  folder?: string;
  /** Who may call. Default: those that the folder keeps, else new ones. */
  credentials?: LocalCredentials;
  /** Tables, keys (ARNs) and secrets are created when missing, else left as they stand. */
  tables?: readonly CreateTableCommandInput[];
  keys?: readonly string[];
  secrets?: readonly { arn: string; value: string }[];
  /** Names. */
  buckets?: readonly string[];
  queues?: readonly LocalQueue[];
  /** Of event buses. */
  rules?: readonly LocalRule[];
  onCall?: OnCall;
}

export interface LocalAws {
  access: LocalAwsAccess;
  close(): Promise<void>;
}

interface Answer {
  status: number;
  headers?: OutgoingHttpHeaders;
  body?: string | Readable;
}

const services = new Map<string, AwsService>([
  ['DynamoDB_20120810', 'dynamodb'],
  ['TrentService', 'kms'],
  ['secretsmanager', 'secretsmanager'],
  ['AmazonSQS', 'sqs'],
  ['AWSEvents', 'events'],
]);

/** Answers DynamoDB, KMS, Secrets Manager, SQS, EventBridge and S3 on one port of 127.0.0.1, to calls signed by the local account. */
export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  const { port = 0, folder, tables = [], keys = [], secrets = [], buckets = [], queues = [], rules = [] } = options;
  const { onCall = () => 'pass' } = options;
  const state = openLocalState(folder);
  const credentials = options.credentials ?? credentialsOf(state);
  const dynamoDb = createDynamoDb(folder);
  const { server } = dynamoDb;
  const closing = new AbortController();
  /** What a close does not wait for: calls that hang, and transfers. */
  const endless = new Set<IncomingMessage>();
  type Operations = Record<string, (input: object, signal: AbortSignal) => object | Promise<object>>;
  const sqs = createSqs(openMessageStore(state), queues);
  const send = (queue: string, MessageBody: string) =>
    void sqs.SendMessage!({ QueueUrl: localQueueUrl(queue), MessageBody }, closing.signal);
  const operations = {
    kms: createKms(state, keys) as Operations,
    secretsmanager: createSecretsManager(state, secrets) as Operations,
    sqs: sqs as Operations,
    events: createEventBridge(rules, send) as Operations,
  };
  const objects = openObjectStore(state, folder);
  const s3 = createS3(objects, buckets);

  async function act(service: AwsService, operation: string, input: object, signal: AbortSignal): Promise<Answer> {
    if (service === 'dynamodb') return dynamoDb.call(operation, input);
    const run = Object.hasOwn(operations[service], operation) && operations[service][operation];
    if (!run) throw new Refusal('UnknownOperationException');
    return { status: 200, body: JSON.stringify(await run(input, signal)) };
  }

  /** undefined when the caller shall have no answer. */
  async function undergo(
    fault: 'pass' | Fault,
    request: IncomingMessage,
    act: () => Answer | Promise<Answer>,
  ): Promise<Answer | undefined> {
    if (fault === 'pass') return act();
    if (fault.kind === 'refuse') throw new Refusal(fault.code, fault.message, fault.status);
    if (fault.kind === 'answer') return fault;
    if (fault.kind === 'hang') endless.add(request);
    else {
      const lost = fault.kind === 'lose answer' && (await act()).body;
      if (lost instanceof Readable) lost.destroy();
      request.socket.resetAndDestroy();
    }
    return undefined;
  }

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<Answer | undefined> {
    if (request.headers.expect) response.writeContinue();
    const body = await buffer(request);
    const [target = '', operation = ''] = String(request.headers['x-amz-target']).split('.');
    const service = services.get(target);
    if (!service) throw new Refusal('UnknownOperationException');
    verifySignature(service, credentials, request, body);
    const input = parse(body);
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    const signal = AbortSignal.any([gone.signal, closing.signal]);
    const fault = await onCall(service, operation, input);
    const outcome = await undergo(fault, request, () => act(service, operation, input, signal));
    return outcome && { headers: jsonType(request), ...outcome };
  }

  async function answerS3(request: IncomingMessage, response: ServerResponse): Promise<Answer | undefined> {
    verifySignature('s3', credentials, request);
    const { name, input } = operationOf(request);
    const fault = await onCall('s3', name, input);
    endless.add(request);
    response.on('close', () => endless.delete(request));
    return undergo(fault, request, () => {
      if (request.headers.expect) response.writeContinue();
      return s3[name]!(input, request);
    });
  }

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const isS3 = request.headers['x-amz-target'] === undefined;
    const answering = async () => {
      if (isFromPageElsewhere(request.headers)) throw new Refusal('AccessDeniedException', 'No page may call.', 403);
      return (isS3 ? answerS3 : answer)(request, response);
    };
    const outcome = await answering().catch((error): Answer => {
      const refusal = asRefusal(error);
      if (isS3) return s3Refusal(refusal, request);
      const { code, message, status } = refusal;
      return {
        status,
        headers: jsonType(request),
        body: JSON.stringify({ __type: code, ...(message && { message }) }),
      };
    });
    if (!outcome) return;
    const { status, headers, body } = outcome;
    response.on('finish', () => server.listening || request.socket.destroy());
    response.writeHead(status, headers);
    if (body instanceof Readable) await pipeline(body, response).catch(() => response.destroy());
    else response.end(body);
  }
  server.on('request', serve);
  // As the services do: a call with a large body is judged before the body is sent.
  server.on('checkContinue', serve);

  async function close(): Promise<void> {
    closing.abort();
    for (const request of endless) request.socket.destroy();
    await dynamoDb.close();
    objects.close();
    state.close();
  }

  try {
    const { url: endpoint } = await listenLocally(server, port);
    await createMissingTables(dynamoDb, tables);
    return { access: { endpoint, region: localAccount.region, credentials }, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** As it was asked, in whichever version of the protocol. */
function jsonType({ headers }: IncomingMessage): OutgoingHttpHeaders {
  return { 'Content-Type': headers['content-type'] ?? 'application/x-amz-json-1.0' };
}

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  // Percent signs that stand for no text.
  if (error instanceof URIError) return new Refusal('InvalidURI', "Couldn't parse the specified URI.");
  return new Refusal('InternalFailure', String(error), 500);
}

function parse(body: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new Refusal('SerializationException');
  }
}
