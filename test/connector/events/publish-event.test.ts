import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { type EventType, eventSchemas } from '../../../connector/contract/event-schemas.ts';
import { parseWebhookEvent } from '../../../connector/contract/webhook-event.ts';
import { eventDetail, parseBusMessage } from '../../../connector/events/event-detail.ts';
import type { Website } from '../../../connector/website.ts';
import type { Fault } from '../../../dev/aws/fault.ts';
import { exampleEvent } from '../../../platform/events.ts';
import { receiveMessages } from '../../helpers/event-run.ts';
import { gatewayCall } from '../../helpers/gateway-call.ts';
import { type InProcessConnector, useInProcessConnector } from '../../helpers/in-process-connector.ts';
import { eventOf, json } from '../../prove/install-steps.ts';

vi.mock('#connector.config', async (original) => ({
  ...(await original<object>()),
  events: ['connector.installed', 'conversation.closed', 'v2.conversation.closed'],
}));

const secret = 'secret';
let connector: InProcessConnector;
let handler: typeof import('../../../functions/webhook-events-published.ts')['handler'];

beforeAll(async () => {
  connector = await useInProcessConnector({ secret });
  handler = (await import('../../../functions/webhook-events-published.ts')).handler;
});
afterAll(() => connector.close());
afterEach(() => {
  connector.world.onCall = () => 'pass';
  connector.output.length = 0;
});

const send = (event: object) => handler(gatewayCall({ body: JSON.stringify(event), headers: json, secret }));
const example = (type: EventType) => exampleEvent(type, { website: 'ha-1' as Website });
const busFails = (fault: Fault) => {
  connector.world.onCall = (service) => (service === 'events' ? fault : 'pass');
};
const onBus = async () => (await receiveMessages()).map(({ Body }) => JSON.parse(Body));

const failures: [string, Fault][] = [
  ['refuses', { kind: 'refuse', status: 400, code: 'AccessDeniedException' }],
  ['fails', { kind: 'refuse', status: 500, code: 'InternalFailure' }],
  [
    'takes the call and not the event',
    {
      kind: 'answer',
      status: 200,
      body: '{"FailedEntryCount":1,"Entries":[{"ErrorCode":"InternalFailure","ErrorMessage":"Unexpected"}]}',
    },
  ],
];

describe('an event whose type is named', () => {
  it('stands on the bus with its documented fields, its website and nothing else', async () => {
    const event = example('conversation.closed');
    expect((await send({ ...event, secretField: 'x' })).statusCode).toBe(200);
    const { eventType, ...fields } = event;
    const [message] = await onBus();
    expect(message).toMatchObject({ source: 'test', 'detail-type': eventType });
    const iso = (text: string) => new Date(text).toISOString();
    expect(message.detail).toEqual({
      ...{ ...fields, createdAt: iso(event.createdAt), sentAt: iso(event.sentAt), website: 'ha-1' },
    });
  });

  it('names no website where the platform names a project', async () => {
    await send(example('v2.conversation.closed'));
    const [{ detail }] = await onBus();
    expect(detail).toHaveProperty('projectId');
    expect(detail).not.toHaveProperty('website');
  });

  it.each(failures)('is put off when the bus %s', async (_, fault) => {
    busFails(fault);
    const answer = await send(example('conversation.closed'));
    expect([answer.statusCode, answer.headers?.['retry-after']]).toEqual([429, '10']);
    expect(await onBus()).toEqual([]);
  });
});

describe('an install', () => {
  it('is on the bus when it is stored', async () => {
    await handler(gatewayCall({ ...eventOf('connector.installed', 'ha-7'), secret }));
    expect(await onBus()).toMatchObject([{ 'detail-type': 'connector.installed', detail: { website: 'ha-7' } }]);
  });

  it.each(failures)('stays and is never put off when the bus %s; that is counted', async (_, fault) => {
    busFails(fault);
    const website = `ha-${100 + failures.findIndex(([, each]) => each === fault)}`;
    const answer = await handler(gatewayCall({ ...eventOf('connector.installed', website), secret }));
    expect(answer.statusCode).toBe(200);
    expect(JSON.stringify(await connector.rows())).toContain(website);
    expect(connector.output.join()).toContain('"EventNotPublished":1');
  });

  it('is answered within seconds while the bus hangs', async () => {
    busFails({ kind: 'hang' });
    const start = performance.now();
    const answer = await handler(gatewayCall({ ...eventOf('connector.installed', 'ha-8'), secret }));
    expect(answer.statusCode).toBe(200);
    expect(performance.now() - start).toBeLessThan(3_000);
    expect(connector.output.join()).toContain('"EventNotPublished":1');
  });

  it('that could not be stored is on no bus', async () => {
    connector.world.onCall = (service) =>
      service === 'dynamodb' ? { kind: 'refuse', status: 400, code: 'AccessDeniedException' } : 'pass';
    const answer = await handler(gatewayCall({ ...eventOf('connector.installed', 'ha-9'), secret }));
    expect([answer.statusCode, await onBus()]).toEqual([429, []]);
  });
});

it('no other event is on the bus: not named, unknown, malformed or unsigned', async () => {
  await send(example('visitor.updated'));
  await send({ ...example('conversation.closed'), eventType: 'conversation.reopened' });
  await send({ ...example('conversation.closed'), conversationId: 'x' });
  await handler(gatewayCall({ body: JSON.stringify(example('conversation.closed')), headers: json }));
  expect(await onBus()).toEqual([]);
});

it('what stands on the bus is read back as it was received, of every type', () => {
  const types = Object.keys(eventSchemas) as EventType[];
  const created = fc.date({ min: new Date(0), max: new Date('2100-01-01'), noInvalidDate: true });
  fc.assert(
    fc.property(fc.constantFrom(...types), created, (type, createdAt) => {
      const sent = exampleEvent(type, { website: 'sd-12' as Website, createdAt });
      const event = parseWebhookEvent(Buffer.from(JSON.stringify(sent)), 'application/json');
      if (!('fields' in event)) throw new Error(`${type} is ${event.kind}`);
      const message = JSON.stringify({ 'detail-type': type, detail: eventDetail(event.fields) });
      const { website, type: _, ...fields } = parseBusMessage(message, [type]);
      expect(fields).toEqual(event.fields);
      expect(website).toBe('websiteId' in sent ? 'sd-12' : undefined);
    }),
    { seed: 1 },
  );
});
