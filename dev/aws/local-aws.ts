import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { AwsService } from '../../connector/aws.ts';
import { createDynamoDb, createMissingTables, listen } from './dynamodb.ts';
import type { OnCall } from './fault.ts';
import { createKms } from './kms.ts';
import { openLocalState } from './local-state.ts';
import { Refusal } from './refusal.ts';
import { createSecretsManager } from './secrets-manager.ts';
import { verifySignature } from './verify-signature.ts';

export interface LocalAwsOptions {
  /** Default: any free port. */
  port?: number;
  /** Where everything is kept; undefined: in memory. */
  folder?: string;
  /** Tables, keys (ARNs) and secrets are created when missing, else left as they stand. */
  tables?: readonly CreateTableCommandInput[];
  keys?: readonly string[];
  secrets?: readonly { arn: string; value: string }[];
  onCall?: OnCall;
}

export interface LocalAws {
  /** For `AWS_ENDPOINT_URL`. */
  url: string;
  close(): Promise<void>;
}

interface Answer {
  status: number;
  body: string;
}

const services = new Map<string, AwsService>([
  ['DynamoDB_20120810', 'dynamodb'],
  ['TrentService', 'kms'],
  ['secretsmanager', 'secretsmanager'],
]);

/** Answers DynamoDB, KMS and Secrets Manager on one port of 127.0.0.1, to calls signed by the local account. */
export async function startLocalAws(options: LocalAwsOptions = {}): Promise<LocalAws> {
  const { port = 0, folder, tables = [], keys = [], secrets = [], onCall = () => 'pass' } = options;
  const state = openLocalState(folder);
  const dynamoDb = createDynamoDb(folder);
  const { server } = dynamoDb;
  const hanging = new Set<IncomingMessage>();
  const operations = {
    kms: createKms(state, keys) as Record<string, (input: object) => object>,
    secretsmanager: createSecretsManager(state, secrets) as Record<string, (input: object) => object>,
    sqs: {} as Record<string, (input: object) => object>,
  };

  async function act(service: AwsService, operation: string, input: object): Promise<Answer> {
    if (service === 'dynamodb') return dynamoDb.call(operation, input);
    const run = Object.hasOwn(operations[service], operation) && operations[service][operation];
    if (!run) throw new Refusal('UnknownOperationException');
    return { status: 200, body: JSON.stringify(run(input)) };
  }

  /** undefined when the caller shall have no answer. */
  async function answer(request: IncomingMessage): Promise<Answer | undefined> {
    const body = await buffer(request);
    const [target = '', operation = ''] = String(request.headers['x-amz-target']).split('.');
    const service = services.get(target);
    if (!service) throw new Refusal('UnknownOperationException');
    verifySignature(service, request, body);
    const input = parse(body);
    const fault = await onCall(service, operation, input);
    if (fault === 'pass') return act(service, operation, input);
    if (fault.kind === 'refuse') throw new Refusal(fault.code, fault.message, fault.status);
    if (fault.kind === 'answer') return fault;
    if (fault.kind === 'hang') hanging.add(request);
    else {
      if (fault.kind === 'lose answer') await act(service, operation, input);
      request.socket.resetAndDestroy();
    }
    return undefined;
  }

  server.on('request', async (request: IncomingMessage, response: ServerResponse) => {
    const outcome = await answer(request).catch((error) => {
      const { code, message, status } =
        error instanceof Refusal ? error : new Refusal('InternalFailure', String(error), 500);
      return { status, body: JSON.stringify({ __type: code, ...(message && { message }) }) };
    });
    if (!outcome) return;
    response.on('finish', () => server.listening || request.socket.destroy());
    response.writeHead(outcome.status, { 'Content-Type': request.headers['content-type'] }).end(outcome.body);
  });

  async function close(): Promise<void> {
    for (const request of hanging) request.socket.destroy();
    await dynamoDb.close();
    state.close();
  }

  try {
    await listen(server, port);
    await createMissingTables(dynamoDb, tables);
  } catch (error) {
    await close();
    throw error;
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close };
}

function parse(body: Buffer): Record<string, unknown> {
  try {
    return JSON.parse(body.toString());
  } catch {
    throw new Refusal('SerializationException');
  }
}
