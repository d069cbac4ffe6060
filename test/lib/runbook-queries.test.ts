import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AwsError } from '../../connector/aws/aws-error.ts';
import { type RequestLog, requestLog } from '../../connector/endpoint/request-log.ts';
import { eventMetrics, type Metric, metrics, variables } from '../../connector/environment.ts';
import { platformInitReport, platformReport, platformStart, uncaughtError } from '../fixtures/lambda-log-lines.ts';
import { type LogEvent, rowOf, runQuery } from '../helpers/logs-insights.ts';
import { parseQuery } from '../helpers/logs-insights-syntax.ts';
import { type Resource, resourcesOf, synthesize } from '../helpers/synthesize.ts';
import { setVariables } from '../helpers/variables.ts';

const runbook = readFileSync(new URL('../../docs/runbook.md', import.meta.url), 'utf8');
const [introduction = '', ...sections] = runbook.split(/^## /m);
const queriesOf = (text: string) => [...text.matchAll(/^```logs\n([\s\S]*?)^```$/gm)].map(([, query]) => query!);
const bySection = new Map(sections.map((text) => [text.slice(0, text.indexOf('\n')), queriesOf(text)]));

const start = Date.parse('2026-11-27T10:00:00Z');
const events: LogEvent[] = [];
const add = (log: string, message: string) => {
  events.push({ log: `000000000000:${log}`, at: start + events.length * 1_000, message });
};

type Fields = Partial<Record<Parameters<RequestLog['set']>[0], string>>;
interface Line {
  id?: string;
  fields?: Fields;
  counts?: Metric[];
  cause?: unknown;
  ms?: number;
}

/** The line that the connector itself writes; only its duration is made up. */
function request(log: string, route: string, status: number, { id = 'request', fields, counts, cause, ms = 40 }: Line) {
  const written = vi.spyOn(process.stdout, 'write').mockReturnValue(true);
  const line = requestLog(route, id);
  for (const [name, value] of Object.entries(fields ?? {})) line.set(name as keyof Fields, value);
  for (const metric of counts ?? []) line.count(metric);
  if (cause !== undefined) line.explain(cause);
  line.write(status);
  const [[text]] = written.mock.calls as [[string]];
  written.mockRestore();
  add(log, JSON.stringify({ ...JSON.parse(text), ms }));
}

const [[, stage]] = resourcesOf(synthesize(), 'AWS::ApiGatewayV2::Stage') as [[string, Resource]];
function access(values: Record<string, string | number>) {
  const format: Record<string, string> = JSON.parse(stage.Properties.AccessLogSettings.Format);
  expect(Object.keys(values).filter((name) => !(name in format))).toEqual([]);
  const line = Object.keys(format).map((name) => [name, String(values[name] ?? '-')]);
  add('/aws/vendedlogs/connector-dev-ApiAccessLog-1', JSON.stringify(Object.fromEntries(line)));
}

const [products, webhooks, refresh, schedule, handler] = [
  'Products',
  'WebhookEvents',
  'RefreshCatalog',
  'ScheduleRefreshes',
  'OwnOnConversationClosed',
].map((name) => `connector-dev-${name}Log1`) as [string, string, string, string, string];
const throttled = new AwsError('dynamodb', 'ThrottlingException', 400, 'dynamodb GetItem', new Error('socket hang up'));
const denied = new AwsError('kms', 'DisabledException', 400, 'kms Encrypt: DisabledException');
let restore: () => void;

beforeAll(() => {
  restore = setVariables({ [variables.metricNamespace]: 'connector-dev' });
  const run = { durationMs: 41.5, memorySizeMB: 1769, maxMemoryUsedMB: 190 };

  request(products, 'GET /products', 200, { fields: { website: 'ha-1' } });
  add(products, platformStart('lambda-1'));
  add(products, platformReport({ requestId: 'lambda-1', ...run, initDurationMs: 210.25 }));
  add(products, platformReport({ requestId: 'lambda-2', ...run, durationMs: 30 }));
  const failed = { website: 'ha-2', reason: 'shop_failed' };
  request(products, 'GET /products', 502, { fields: failed, cause: new Error('The shop answered 500.'), ms: 800 });
  const ours = { website: 'ha-3', reason: 'temporarily_unavailable' };
  request(products, 'GET /products', 503, {
    id: 'c',
    fields: ours,
    counts: [metrics.fault],
    cause: throttled,
    ms: 9_000,
  });
  const recalled = [metrics.installRecalled, metrics.secretRecalled, metrics.catalogNotFetched];
  request(products, 'GET /products', 200, { fields: { website: 'ha-1' }, counts: recalled, cause: throttled });
  const cause = new Error('The index has format 4.', { cause: new Error('file is not a database') });
  const unreadable = {
    fields: { website: 'ha-9', reason: 'catalog_not_ready' },
    counts: [metrics.catalogUnreadable],
    cause,
  };
  request(products, 'GET /products', 503, unreadable);
  request(products, 'GET /products', 401, {
    fields: { reason: 'invalid_signature' },
    counts: [metrics.signatureRefused],
  });
  access({ requestId: 'c', ip: '192.0.2.7', route: 'GET /products', status: 401, lambdaStatus: 200, ms: 9 });

  for (const [correlationId, status] of [
    ['e-1', 429],
    ['e-1', 200],
    ['e-2', 429],
    ['e-2', 429],
    ['e-2', 429],
  ] as const) {
    const fields = { correlationId, event: 'connector.installed', website: 'ha-4' };
    const putOff = { counts: [metrics.webhookPutOff], cause: throttled };
    request(webhooks, 'POST /webhooks', status, { fields, ...(status === 429 && putOff) });
  }
  const ahead = { correlationId: 'e-3', event: 'connector.uninstalled', website: 'ha-5' };
  request(webhooks, 'POST /webhooks', 200, { fields: ahead, counts: [metrics.clockAhead] });
  const sealing = { fields: { website: 'ha-6', outcome: 'temporarily_unavailable' }, counts: [metrics.keyDenied] };
  request('connector-dev-VerificationLog1', 'POST /verification', 200, { ...sealing, cause: denied });

  const stored = { correlationId: 'e-4', event: 'connector.installed', website: 'ha-10' };
  const unpublished = new AwsError('events', 'AccessDeniedException', 400, 'events PutEvents');
  request(webhooks, 'POST /webhooks', 200, {
    fields: stored,
    ...{ counts: [eventMetrics.eventNotPublished], cause: unpublished },
  });
  const closed = { event: 'conversation.closed', eventId: 'event-1', website: 'ha-11' };
  for (const outcome of ['failed', 'failed', 'done']) {
    request(handler, 'on-conversation-closed', outcome === 'done' ? 200 : 500, {
      fields: { ...closed, outcome },
      ...(outcome === 'failed' && { counts: [eventMetrics.eventHandlerFailed], cause: new Error('Forbidden') }),
    });
  }
  add(handler, platformReport({ requestId: 'lambda-7', ...run, durationMs: 60_000, status: 'timeout' }));

  // Crashes: of the call that the gateway answered 500, of one that was never started, at init.
  add(products, uncaughtError('lambda-3', 'TypeError', 'x is not a function'));
  const crash = { ...run, maxMemoryUsedMB: 1769, status: 'error', errorType: 'Runtime.OutOfMemory' } as const;
  add(products, platformReport({ requestId: 'lambda-3', ...crash }));
  access({
    ip: '192.0.2.8',
    route: 'GET /products',
    status: 500,
    lambdaStatus: 200,
    lambdaRequestId: 'lambda-3',
    error: 'x',
  });
  access({ ip: '192.0.2.8', route: 'GET /products', status: 503, lambdaStatus: 429 });
  add(products, platformInitReport('Runtime.ImportModuleError'));

  const shop = { website: 'ha-7', outcome: 'failed' };
  request(refresh, 'refresh-catalog', 200, { fields: shop, counts: [metrics.refreshFailed], ms: 70_000 });
  const lost = { id: 'message-1', fields: { website: 'ha-8' }, counts: [metrics.refreshFailed], cause: throttled };
  request(refresh, 'refresh-catalog', 500, lost);
  const long = { memorySizeMB: 3008, maxMemoryUsedMB: 600 };
  add(refresh, platformReport({ requestId: 'lambda-4', durationMs: 70_000, ...long }));
  add(
    refresh,
    platformReport({ requestId: 'lambda-5', durationMs: 840_000, memorySizeMB: 3008, maxMemoryUsedMB: 2_900 }),
  );
  add(refresh, platformReport({ requestId: 'lambda-6', durationMs: 900_000, ...long, status: 'timeout' }));
  request(schedule, 'schedule-refreshes', 500, { id: 'rule', cause: throttled });
  const overdue = { outcome: '1 of 2 websites', overdue: 'ha-7' };
  request(schedule, 'schedule-refreshes', 200, { id: 'rule', fields: overdue, counts: [metrics.catalogOverdue] });
});
afterAll(() => restore());

const answersOf = (section: string) => bySection.get(section)!.map((query) => runQuery(query, events));

describe('every query of the runbook', () => {
  it.each([...bySection])('%s has one', (_, queries) => {
    expect(queries.length).toBeGreaterThan(0);
  });

  it('is understood, and names only fields that lines have', () => {
    const written = new Set(events.flatMap((event) => Object.keys(rowOf(event))));
    for (const query of queriesOf(runbook)) {
      const missing = parseQuery(query).fields.filter((field) => !written.has(field));
      expect([query, missing]).toEqual([query, []]);
    }
  });

  it('finds something where its alarm has rung', () => {
    for (const [section, queries] of bySection) {
      for (const query of queries) expect([section, query, runQuery(query, events).length > 0]).toContain(true);
    }
  });

  it('is not asked for in text lines, which JSON logs do not have', () => {
    const pages = ['runbook', 'deploying', 'product-feeds'].map((name) =>
      readFileSync(new URL(`../../docs/${name}.md`, import.meta.url), 'utf8'),
    );
    for (const page of pages) expect(page).not.toMatch(/REPORT|Max Memory|Init Duration|Task timed out/);
  });
});

describe('finds', () => {
  it('what was answered with an error, the newest first', () => {
    const found = runQuery(queriesOf(introduction)[0]!, events);
    expect(found[0]).toMatchObject({ route: 'schedule-refreshes', status: 500, 'cause.name': 'AwsError' });
    expect(found.map((row) => row['@timestamp'])).toEqual(
      found
        .map((row) => row['@timestamp'])
        .toSorted()
        .reverse(),
    );
  });

  it('ServerErrors: whose they are, and those without a line of a function', () => {
    const [byCause, ofGateway] = answersOf('ServerErrors');
    expect(byCause).toContainEqual({
      route: 'GET /products',
      status: 502,
      reason: 'shop_failed',
      website: 'ha-2',
      calls: 1,
    });
    expect(ofGateway).toContainEqual({
      route: 'GET /products',
      status: '503',
      lambdaStatus: '429',
      error: '-',
      calls: 1,
    });
  });

  it('SlowAnswers: the slowest website, cold starts and memory', () => {
    const [byWebsite, byFunction] = answersOf('SlowAnswers');
    expect(byWebsite![0]).toEqual({ route: 'GET /products', website: 'ha-3', p99: 9_000, slowest: 9_000, calls: 1 });
    expect(byFunction).toContainEqual({
      '@log': `000000000000:${products}`,
      ...{ runs: 3, coldStarts: 1, slowestStart: 210.25, usedMB: 1769, limitMB: 1769 },
    });
  });

  it('FunctionErrors: every run that did not end well, and what the runtime said', () => {
    const [runs, words] = answersOf('FunctionErrors');
    expect(runs!.map((row) => [row['record.status'], row['record.errorType']])).toEqual([
      ['timeout', undefined],
      ['error', 'Runtime.ImportModuleError'],
      ['error', 'Runtime.OutOfMemory'],
      ['timeout', undefined],
    ]);
    expect(words).toHaveLength(1);
    expect(words![0]!['@message']).toContain('x is not a function');
  });

  it('FunctionThrottles: the calls that the gateway could not hand on', () => {
    const minute = expect.any(Number);
    expect(answersOf('FunctionThrottles')).toEqual([
      [{ minute, route: 'GET /products', lambdaStatus: '429', calls: 1 }],
    ]);
  });

  it('Faults, KeyDenied, ClockAhead: the call and its cause', () => {
    const [[fault]] = answersOf('Faults') as [[object]];
    expect(fault).toMatchObject({ website: 'ha-3', requestId: 'c', 'cause.code': 'ThrottlingException' });
    const [[key]] = answersOf('KeyDenied') as [[object]];
    expect(key).toMatchObject({ route: 'POST /verification', website: 'ha-6', 'cause.code': 'DisabledException' });
    const [[ahead]] = answersOf('ClockAhead') as [[object]];
    expect(ahead).toMatchObject({ event: 'connector.uninstalled', website: 'ha-5', correlationId: 'e-3' });
  });

  it('WebhooksPutOff: the event that none of its tries brought through', () => {
    const [why, lost] = answersOf('WebhooksPutOff');
    expect(why).toHaveLength(4);
    expect(lost).toEqual([
      {
        ...{ correlationId: 'e-2', tries: 3, best: 429, eventType: 'connector.installed', site: 'ha-4' },
        last: expect.any(Number),
      },
    ]);
  });

  it('SignatureRefusals: how many of how many, and from where', () => {
    const [byRoute, byAddress] = answersOf('SignatureRefusals');
    expect(byRoute).toContainEqual({ route: 'GET /products', refused: 1, calls: 6 });
    expect(byAddress).toEqual([{ ip: '192.0.2.7', route: 'GET /products', calls: 1, last: expect.any(Number) }]);
  });

  it('Recalled: minute by minute, with the catalogs that were old', () => {
    const [[first]] = answersOf('Recalled') as [[object]];
    expect(first).toMatchObject({ route: 'GET /products', website: 'ha-1', calls: 1, unfetched: 1 });
  });

  it('EventsNotPublished, EventHandlersFailed, EventsGivenUp: the event, its handler and why', () => {
    expect(answersOf('EventsNotPublished')).toMatchObject([
      [{ website: 'ha-10', 'cause.code': 'AccessDeniedException' }],
    ]);
    const [failures, stopped] = answersOf('EventHandlersFailed');
    const failure = { route: 'on-conversation-closed', eventId: 'event-1', 'cause.message': 'Forbidden' };
    expect(failures).toMatchObject([failure, failure]);
    expect(stopped).toMatchObject([{ 'record.status': 'timeout' }]);
    expect(answersOf('EventsGivenUp')).toMatchObject([[{ eventId: 'event-1', tries: 2 }]]);
  });

  it('RefreshErrors: what was stopped or short of memory, not what went well', () => {
    const [runs, asked] = answersOf('RefreshErrors');
    expect(runs!.map(({ minutes, 'record.status': status }) => [minutes, status])).toEqual([
      [15, 'timeout'],
      [14, 'success'],
    ]);
    expect(asked).toMatchObject([{ requestId: 'rule', 'cause.name': 'AwsError' }]);
  });

  it('RefreshesFailed, RefreshesGivenUp: the websites, and the messages by their ids', () => {
    const [byWebsite] = answersOf('RefreshesFailed');
    expect(byWebsite!.map(({ website, outcome }) => [website, outcome])).toEqual([
      ['ha-7', 'failed'],
      ['ha-8', undefined],
    ]);
    expect(answersOf('RefreshesGivenUp')).toMatchObject([[{ website: 'ha-8', requestId: 'message-1' }]]);
  });
});
