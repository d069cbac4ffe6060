import http from 'node:http';
import { setInterval as ticks } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { checkHealth, listProducts, type RegisteredConnector } from '../../platform/platform-client.ts';
import { type ConnectorEvent, type LoadCall, type LoadWebsites, loadCalls } from './load-calls.ts';

/** Runs inside a worker thread, so that the load does not wait for what it loads. `load-generator.ts` is the other end. */
export interface LoadSettings {
  connector: RegisteredConnector;
  websites: LoadWebsites;
  seed: number;
}

export type LoadCommand =
  /** On each connection a client that calls again as soon as it has its answer; together so often at least. */
  | { kind: 'closed'; connections: number; milliseconds: number; calls: number }
  /** So many calls a second whether or not earlier ones have their answers, then one after the other until one is 200. */
  | { kind: 'open'; perSecond: number; milliseconds: number; connections: number };

export interface LoadReport {
  /** While calls were sent. */
  milliseconds: number;
  sent: number;
  /** Due while every connection waited for its answer. */
  heldBack: number;
  /** By kind and status: `GET /products 200`; without an answer the failure stands in its place. */
  outcomes: Record<string, number>;
  /** What no load excuses; the first few. */
  wrong: string[];
  acknowledged: ConnectorEvent[];
  /** They may have taken effect or not. */
  unacknowledged: ConnectorEvent[];
  /** Milliseconds of the slowest answer. */
  slowest: number;
  /** Milliseconds of `open` until a call that was sent after the load was answered 200. */
  recovery: number;
}

if (parentPort) {
  const port = parentPort;
  const { connector, websites, seed } = workerData as LoadSettings;
  // Kept, and opened before the load: Node's server takes one new connection in each turn of its loop.
  http.globalAgent = new http.Agent({ keepAlive: true, maxFreeSockets: Number.POSITIVE_INFINITY });
  const next = loadCalls(connector, websites, seed);
  const connect = (count: number) => Promise.all(Array.from({ length: count }, () => checkHealth(connector)));
  const fresh = async () => {
    const { answer } = await listProducts(connector, { idWebsite: websites.serving[0] });
    return answer?.status === 200;
  };
  port.on('message', async (command: LoadCommand) => {
    await connect(command.connections);
    port.postMessage(await (command.kind === 'closed' ? closedLoop(next, command) : openLoop(next, fresh, command)));
  });
}

type Load<Kind> = Extract<LoadCommand, { kind: Kind }>;

async function closedLoop(
  next: () => LoadCall,
  { connections, milliseconds, calls }: Load<'closed'>,
): Promise<LoadReport> {
  const tally = startTally();
  const client = async () => {
    while (tally.elapsed() < milliseconds || tally.report.sent < calls) await tally.send(next());
  };
  await Promise.all(Array.from({ length: connections }, client));
  return { ...tally.report, milliseconds: tally.elapsed() };
}

async function openLoop(
  next: () => LoadCall,
  fresh: () => Promise<boolean>,
  { perSecond, milliseconds, connections }: Load<'open'>,
): Promise<LoadReport> {
  const tally = startTally();
  const inFlight = new Set<Promise<void>>();
  let due = 0;
  for await (const _ of ticks(1)) {
    if (tally.elapsed() >= milliseconds) break;
    for (; due < (tally.elapsed() * perSecond) / 1000; due++) {
      if (inFlight.size >= connections) {
        tally.report.heldBack++;
        continue;
      }
      const sent: Promise<void> = tally.send(next()).finally(() => inFlight.delete(sent));
      inFlight.add(sent);
    }
  }
  const ended = tally.elapsed();
  while (!(await fresh()));
  const recovery = tally.elapsed() - ended;
  await Promise.all(inFlight);
  return { ...tally.report, milliseconds: ended, recovery };
}

function startTally() {
  const started = performance.now();
  const report: LoadReport = {
    ...{ milliseconds: 0, sent: 0, heldBack: 0, outcomes: {}, wrong: [] },
    ...{ acknowledged: [], unacknowledged: [], slowest: 0, recovery: 0 },
  };
  return {
    report,
    elapsed: () => performance.now() - started,
    async send({ kind, send, faultOf, event }: LoadCall): Promise<void> {
      report.sent++;
      const { answer, failure, milliseconds } = await send();
      const outcome = `${kind} ${answer?.status ?? failure}`;
      report.outcomes[outcome] = (report.outcomes[outcome] ?? 0) + 1;
      report.slowest = Math.max(report.slowest, milliseconds);
      const isDone = answer?.status === 200;
      const body = String(answer?.body);
      const fault = isDone ? faultOf(body) : refusalFault(kind, answer?.status, body);
      if (fault && report.wrong.length < 10) report.wrong.push(`${outcome}: ${fault}`);
      if (event) (isDone ? report.acknowledged : report.unacknowledged).push(event);
    },
  };
}

/** undefined for what a load may bring: too much of it, in the gateway's words or in the contract's. */
function refusalFault(kind: string, status: number | undefined, body: string): string | undefined {
  if (status === 401 && kind === 'wrong signature') return undefined;
  if (status === 503 && body === '{"message":"Service Unavailable"}') return undefined;
  if (status === 429 && body === '{"message":"Too Many Requests"}') return undefined;
  if (status === 503 && /"code":"(temporarily_unavailable|catalog_not_ready)"/.test(body)) return undefined;
  if (status === 429 && kind === 'POST /webhooks' && body.includes('"code":"try_again"')) return undefined;
  return body;
}
