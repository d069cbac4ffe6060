import { randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { Website } from '../../connector/website.ts';
import { listCategories, listProducts, type RegisteredConnector } from '../../platform/platform-client.ts';
import { copyOfTree } from '../../test/forks/copy-of-tree.ts';
import { forks } from '../../test/forks/forks.ts';

/** The connector of a fork that chose this shop, as `npm start` serves it, with one website installed. */
export interface LocalConnector {
  connector: RegisteredConnector;
  website: Website;
  locale: string;
  /** Asks as an operator does, for after a long reading the schedule pauses, and waits until the shop has been read. */
  refresh(): Promise<void>;
  /** How long the last reading took until agents had it, and the most memory that this process had by then. */
  report(): { milliseconds: number; megabytes: number };
  close(): Promise<void>;
}

export async function startLocalConnector(source: string, parameters: Record<string, string>): Promise<LocalConnector> {
  const folder = copyOfTree();
  const remove = () => rmSync(folder, { recursive: true, force: true });
  try {
    forks[source]!(folder);
    // By their copies, which find the fork's configuration.
    const load = <Module>(path: string) => import(join(folder, path)) as Promise<Module>;
    const { startLocalRun } = await load<typeof import('../../dev/local-run.ts')>('dev/local-run.ts');
    const { loopbackHosts } = await load<typeof import('../../dev/loopback-hosts.ts')>('dev/loopback-hosts.ts');
    const { installSample, localWebsite } = await load<typeof import('../../dev/install-sample.ts')>('dev/install-sample.ts');
    const { config } = await load<typeof import('../../connector.config.ts')>('connector.config.ts');
    const run = await startLocalRun({
      ...{ secret: 'real-shop-secret', shopHosts: loopbackHosts(parameters) },
      onLog: (line) => /"(?:WARN|ERROR|warn|error)"/.test(line) && console.log(line),
    });
    const sqs = new SQSClient(run.aws);
    const close = async () => {
      sqs.destroy();
      await run.close();
      remove();
    };
    const waiting = async () => {
      const AttributeNames = ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'] as const;
      const queue = { QueueUrl: run.stack().outputs.RefreshQueueUrl, AttributeNames: [...AttributeNames] };
      const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand(queue));
      return AttributeNames.some((name) => Attributes[name] !== '0');
    };
    let milliseconds = 0;
    const timed = async <Outcome>(reading: () => Promise<Outcome>): Promise<Outcome> => {
      const started = performance.now();
      const outcome = await reading();
      while (await waiting()) await pause(200);
      milliseconds = performance.now() - started;
      return outcome;
    };
    const outcome = await timed(() => installSample(run, true, parameters));
    if (typeof outcome === 'object') {
      await close();
      throw new Error(`The website was not installed: ${outcome.refused}`);
    }
    return {
      ...{ connector: run.connector, website: localWebsite(), locale: config.locale, close },
      async refresh() {
        const website = localWebsite();
        const message = {
          QueueUrl: run.stack().outputs.RefreshQueueUrl,
          ...{ MessageBody: JSON.stringify({ website }), MessageGroupId: website, MessageDeduplicationId: randomUUID() },
        };
        await timed(() => sqs.send(new SendMessageCommand(message)));
        // A warm function answers once more from what it has, while it fetches the new index.
        const query = { idWebsite: website };
        await Promise.all([listCategories(run.connector, query), listProducts(run.connector, query)]);
        await pause(2_000);
      },
      report: () => ({ milliseconds, megabytes: Math.round(process.resourceUsage().maxRSS / 1024) }),
    };
  } catch (error) {
    remove();
    throw error;
  }
}
