import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { vi } from 'vitest';
import { callAws } from '../../connector/aws/call-aws.ts';
import { listObjects } from '../../connector/aws/s3-objects.ts';
import { deadlineIn } from '../../connector/deadline.ts';
import { environment, variables } from '../../connector/environment.ts';
import type { OnCall } from '../../dev/aws/fault.ts';
import { listenLocally } from '../../dev/local-server.ts';
import type { RestWorld } from '../../platform/rest/rest-world.ts';
import { answerRestCall } from '../../platform/rest-api.ts';
import { type GatewayCall, gatewayCall } from './gateway-call.ts';
import { useLocalAws } from './local-aws.ts';
import { setVariables } from './variables.ts';

export type Route = keyof Awaited<ReturnType<typeof loadEndpoints>>;
type RefreshHandler = typeof import('../../functions/refresh-catalog.ts')['handler'];
type ReceivedMessage = { MessageId: string; Body: string; ReceiptHandle: string; Attributes: Record<string, string> };

interface World {
  /** What befalls the connector's own AWS calls; the test's calls below pass. */
  onCall: OnCall;
  /** Answers under `shopUrl`. */
  shop: RequestListener;
  /** What the platform's REST API knows; without it, whose the websites are. */
  platform?: RestWorld;
}

export type InProcessConnector = Awaited<ReturnType<typeof useInProcessConnector>>;

/**
 * The functions in this process, over a local AWS, one server for all shops, and the platform's REST API, which knows
 * `apiKeys`. What they print is kept in `output`, not printed; `vi.restoreAllMocks` in `close`.
 */
export async function useInProcessConnector({ secret, storage = 512 }: { secret: string; storage?: number }) {
  const world: World = { onCall: () => 'pass', shop: (_, response) => void response.writeHead(404).end() };
  const apiKeys = new Map<string, (website: number) => boolean>();
  const output: string[] = [];
  /** Bodies of the messages that were sent to the queue. */
  const queued: string[] = [];
  let passing = 0;

  const aws = await useLocalAws({
    secret,
    onCall: (service, operation, input) => {
      const bodies = [input, ...((input.Entries as { MessageBody?: string }[]) ?? [])].map(
        (entry) => entry.MessageBody,
      );
      queued.push(...bodies.filter((body) => typeof body === 'string'));
      return passing > 0 ? 'pass' : world.onCall(service, operation, input);
    },
  });
  const server = await listenLocally(
    createServer((request, response) => {
      if (!request.url?.startsWith('/api/2/')) return world.shop(request, response);
      const call = { method: request.method!, pathAndQuery: request.url.slice(6), headers: request.headers };
      const { status, contentType, body } = answerRestCall(call, apiKeys, world.platform);
      response.writeHead(status, { 'content-type': contentType }).end(body);
    }),
    0,
  );
  const folder = mkdtempSync(join(tmpdir(), 'in-process-'));
  const restore = setVariables({
    TMPDIR: folder,
    [variables.metricNamespace]: 'test',
    [variables.ephemeralStorage]: String(storage),
    [variables.localShops]: new URL(server.url).host,
    [variables.localIadvizeApi]: `${server.url}/api/2`,
  });
  const keep = (text: unknown) => {
    output.push(String(text));
    return true;
  };
  vi.spyOn(process.stdout, 'write').mockImplementation(keep);
  vi.spyOn(process.stderr, 'write').mockImplementation(keep);
  for (const method of ['log', 'error', 'warn', 'info', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation((...values) => void keep(values.map(String).join(' ')));
  }

  let endpoints = await loadEndpoints();
  let functions = await loadFunctions();
  const deadline = () => deadlineIn(20_000);
  async function unharmed<Value>(run: () => Promise<Value>): Promise<Value> {
    passing++;
    return run().finally(() => passing--);
  }
  const sqs = <Output = object>(operation: string, input: object) =>
    unharmed(() => callAws<Output>('sqs', operation, { QueueUrl: environment.refreshQueue, ...input }, deadline()));

  return {
    world,
    apiKeys,
    output,
    queued,
    aws: aws.access,
    shopUrl: server.url,
    unharmed,

    /** New instances, as after a cold start: nothing is cached. */
    async restart(): Promise<void> {
      vi.resetModules();
      endpoints = await loadEndpoints();
      functions = await loadFunctions();
    },

    /** A call signed with the app's secret unless `secret` says otherwise. */
    call: (route: Route, call: GatewayCall) => endpoints[route](gatewayCall({ secret, ...call })),

    schedule: () => functions.schedule({ id: 'schedule' }),

    /** Hands what is visible in the queue to the function, once each; answers how many failed. */
    async refresh(): Promise<number> {
      let failures = 0;
      for (;;) {
        const receive = { MaxNumberOfMessages: 10, VisibilityTimeout: 3600 };
        const { Messages = [] } = await sqs<{ Messages?: ReceivedMessage[] }>('ReceiveMessage', receive);
        if (Messages.length === 0) return failures;
        for (const message of Messages) {
          const { batchItemFailures } = await functions.refresh({ Records: [recordOf(message)] });
          failures += batchItemFailures.length;
          await sqs('DeleteMessage', { ReceiptHandle: message.ReceiptHandle });
        }
      }
    },

    async rows(): Promise<Record<string, object>[]> {
      const scan = { TableName: environment.installTable, ConsistentRead: true };
      const { Items } = await unharmed(() =>
        callAws<{ Items: Record<string, object>[] }>('dynamodb', 'Scan', scan, deadline()),
      );
      return Items.sort((a, b) => (JSON.stringify(a.website) < JSON.stringify(b.website) ? -1 : 1));
    },

    objects: () => unharmed(() => listObjects(environment.indexBucket, '', deadline())),

    async close(): Promise<void> {
      vi.restoreAllMocks();
      restore();
      await server.close();
      await aws.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function loadEndpoints() {
  return {
    'POST /verification': (await import('../../functions/verification.ts')).handler,
    'GET /categories': (await import('../../functions/categories.ts')).handler,
    'GET /products': (await import('../../functions/products.ts')).handler,
    'GET /webhooks': (await import('../../functions/webhook-availability.ts')).handler,
    'POST /webhooks': (await import('../../functions/webhook-events.ts')).handler,
    'GET /health': (await import('../../functions/health.ts')).handler,
  };
}

async function loadFunctions() {
  return {
    refresh: (await import('../../functions/refresh-catalog.ts')).handler,
    schedule: (await import('../../functions/schedule-refreshes.ts')).handler,
  };
}

function recordOf({ MessageId, Body, ReceiptHandle, Attributes }: ReceivedMessage) {
  const record = { messageId: MessageId, body: Body, receiptHandle: ReceiptHandle, attributes: Attributes };
  return record as unknown as Parameters<RefreshHandler>[0]['Records'][number];
}
