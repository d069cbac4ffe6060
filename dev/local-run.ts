import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environment as ownEnvironment, variables } from '../connector/environment.ts';
import type { Exchange } from '../platform/exchange.ts';
import type { RegisteredConnector } from '../platform/platform-client.ts';
import { type LocalAwsAccess, type LocalCredentials, localAwsVariables } from './aws/local-account.ts';
import { startLocalAws } from './aws/local-aws.ts';
import { runEventSources } from './event-sources.ts';
import { type AccessLogEntry, startGateway } from './gateway.ts';
import { type HandlerRun, handlerRunOf, stoppedRunOf } from './handler-run.ts';
import { setLocalSecret } from './local-aws-calls.ts';
import { hostAndPort } from './loopback-hosts.ts';
import { makePrivate } from './private-folder.ts';
import type { Weather } from './sample-shop/weather.ts';
import { startShopServer } from './shop-server.ts';
import { stackBuilder } from './stack-builder.ts';
import { runStackFunctions } from './stack-functions.ts';
import type { SynthesizedStack } from './synthesized-stack.ts';
import type { Change } from './watch-sources.ts';

export interface LocalRunOptions {
  /** The app's secret token. */
  secret: string;
  /** Default: free ones. */
  ports?: { connector?: number; aws?: number; shop?: number };
  /** Where state is kept; without one it is in memory, and built code in a temporary folder. */
  folder?: string;
  /** A file to serve as a shop's feed, or the URL of one. */
  feed?: string;
  /** Further hosts, `host:port`, that shops may be reached at although they are not public. */
  shopHosts?: readonly string[];
  /** A cloud assembly to serve first, in place of one that is synthesized. It is only read. */
  assembly?: string;
  /** Ends a start that is under way. */
  signal?: AbortSignal;
  onAccess?: (entry: AccessLogEntry) => void;
  /** Lines that the functions write. */
  onLog?: (line: string) => void;
}

export interface LocalRun {
  /** The connector, as the platform would know it. */
  connector: RegisteredConnector;
  aws: LocalAwsAccess;
  shopUrl: string;
  /** The address of `feed`; undefined without one. */
  givenFeedUrl: string | undefined;
  /** Of the sample shop and of a given file. */
  weather: Weather;
  /** From now on the listener is told every call of the platform's REST API. */
  onRestCall(listener: (exchange: Exchange) => void): void;
  /** The stack as it is served now. */
  stack(): SynthesizedStack;
  /** Variables that let the code of `connector/` and the AWS SDK call what runs here. */
  environment: Record<string, string>;
  /** Builds and serves what has changed; answers the names of the functions that did. A failure leaves the old version serving. */
  reload(change: Change): Promise<string[]>;
  /** From now on the listener is told how each run of a handler of events ended. */
  onHandlerRun(listener: (run: HandlerRun) => void): void;
  /** Starts the functions anew, with empty memories. */
  restart(): Promise<unknown>;
  /** Lets every schedule of the stack come due now; ends when its functions have answered. */
  triggerSchedules(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Synthesizes the stack and serves it on 127.0.0.1, with the local AWS, the sample shop and the platform's REST API
 * beside it. Rejects with one line that says what is in the way, and leaves nothing running then.
 */
export async function startLocalRun(options: LocalRunOptions): Promise<LocalRun> {
  const closers: (() => unknown)[] = [];
  const aborted = new AbortController();
  const close = async () => {
    aborted.abort();
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    const signal = options.signal ? AbortSignal.any([aborted.signal, options.signal]) : aborted.signal;
    return { ...(await start(options, closers, signal)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function start(
  {
    secret,
    ports = {},
    folder,
    feed,
    assembly,
    shopHosts = [],
    onAccess = () => {},
    onLog = () => {},
  }: LocalRunOptions,
  closers: (() => unknown)[],
  signal: AbortSignal,
): Promise<Omit<LocalRun, 'close'>> {
  const feedLink = feed && URL.canParse(feed) && /^https?:/i.test(feed) ? new URL(feed) : undefined;
  const shop = await startShopServer(ports.shop ?? 0, feedLink ? undefined : feed);
  closers.push(shop.close);
  const gateway = await startGateway(ports.connector ?? 0, onAccess);
  closers.push(gateway.close);

  if (folder) makePrivate(folder);
  const built = mkdtempSync(join(folder ?? tmpdir(), 'built-'));
  closers.push(() => rmSync(built, { recursive: true, force: true }));
  const builder = stackBuilder(join(built, 'builds'), gateway.url, signal);
  let stack = await builder.synthesize(assembly);
  const startAws = (port: number, credentials?: LocalCredentials) => {
    const value = (arn: string) => (arn === stack.outputs.AppSecretArn ? secret : randomBytes(24).toString('hex'));
    return startLocalAws({
      port,
      ...(folder && { folder: join(folder, 'aws') }),
      ...(credentials && { credentials }),
      tables: stack.tables,
      keys: stack.keys,
      secrets: stack.secrets.map((arn) => ({ arn, value: value(arn) })),
      queues: stack.queues,
      rules: stack.rules,
      buckets: stack.buckets,
    });
  };
  let aws = await startAws(ports.aws ?? 0);
  closers.push(() => aws.close());
  // The state is ours now: what an earlier run that was killed had built is nobody's.
  if (folder) removeOtherBuilds(folder, built);
  if (folder && stack.outputs.AppSecretArn) await setLocalSecret(aws.access, stack.outputs.AppSecretArn, secret);

  const { port: shopPort } = new URL(shop.url);
  const localShops = [
    ...[`127.0.0.1:${shopPort}`, `localhost:${shopPort}`, ...shopHosts],
    ...(feedLink ? [hostAndPort(feedLink)] : []),
    // What was set where the run was started holds beside its own.
    ...ownEnvironment.localShops,
  ];
  const environment = {
    ...localAwsVariables(aws.access),
    [variables.localShops]: localShops.join(','),
    [variables.localIadvizeApi]: ownEnvironment.localIadvizeApi ?? shop.restApiUrl,
  };
  const [codeFolder, storageFolder] = [join(built, 'code'), join(built, 'tmp')];
  const runs = new EventEmitter<{ run: [HandlerRun] }>();
  const tell = (run: HandlerRun | undefined) => void (run && runs.emit('run', run));
  const log = (line: string) => {
    onLog(line);
    tell(handlerRunOf(line));
  };
  const functions = runStackFunctions({ codeFolder, storageFolder, environment, log });
  closers.push(() => functions.close());
  const invoke = async (functionId: string, event: unknown) => {
    const outcome = await functions.invoke(functionId, event);
    const { source } = stack.functions.find(({ id }) => id === functionId) ?? {};
    // It had no time to write its line.
    if (outcome.kind !== 'result') tell(stoppedRunOf(source, event, outcome.kind));
    return outcome;
  };
  const eventSources = runEventSources({ aws: aws.access, invoke });
  closers.push(() => eventSources.close());

  const serve = (next: SynthesizedStack) => {
    const { routes, changed, retired } = functions.update(next);
    gateway.setRoutes(routes);
    stack = next;
    retired.catch(() => {});
    void eventSources.update(next);
    return changed;
  };
  serve(stack);

  return {
    connector: { url: gateway.url, secret },
    aws: aws.access,
    shopUrl: shop.url,
    givenFeedUrl: feedLink?.href ?? shop.feedFileUrl,
    weather: shop.weather,
    onRestCall: shop.onRestCall,
    environment,
    stack: () => stack,
    onHandlerRun: (listener) => void runs.on('run', listener),
    restart: functions.restart,
    triggerSchedules: eventSources.triggerSchedules,
    async reload(change) {
      const stateOf = (of: SynthesizedStack) =>
        JSON.stringify([of.tables, of.keys, of.secrets, of.queues, of.rules, of.buckets]);
      const before = stateOf(stack);
      const next = await builder.rebuild(stack, change);
      if (stateOf(next) !== before) {
        stack = next;
        const { endpoint, credentials } = aws.access;
        await aws.close();
        aws = await startAws(Number(new URL(endpoint).port), credentials);
      }
      const changed = serve(next);
      rmSync(join(built, 'builds'), { recursive: true, force: true });
      return changed;
    },
  };
}

function removeOtherBuilds(folder: string, built: string): void {
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (name.startsWith('built-') && path !== built) rmSync(path, { recursive: true, force: true });
  }
}
