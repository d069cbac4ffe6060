import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, expect, it } from 'vitest';
import { parseWebhookEvent } from '../../connector/contract/webhook-event.ts';
import { sign } from '../../connector/endpoint/signature.ts';
import type { Website } from '../../connector/website.ts';
import { eventTypes, exampleEvent } from '../../platform/events.ts';
import { deliverEvent, encodeEvent } from '../../platform/webhook-delivery.ts';

const secret = 'shared secret';
const website = 'ha-123' as Website;
const uuid = /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/;
let server: Server | undefined;
afterEach(() => {
  server?.close().closeAllConnections();
});

/** Answers the given statuses in turn, the last one for ever. */
async function startCallback(statuses: number[]) {
  const calls: { headers: IncomingHttpHeaders; body: string }[] = [];
  server = createServer(async (request, response) => {
    calls.push({ headers: request.headers, body: await text(request) });
    response.writeHead(statuses[Math.min(calls.length, statuses.length) - 1]!).end();
  });
  await new Promise<void>((listening) => server!.listen(0, '127.0.0.1', listening));
  return { connector: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, secret }, calls };
}

it('delivers once when the answer is 20x', async () => {
  const { connector, calls } = await startCallback([204]);
  const attempts = await deliverEvent(connector, exampleEvent('user.created', { website }));
  expect(attempts.map(({ answer }) => answer?.status)).toEqual([204]);
  expect(calls).toHaveLength(1);
});

it('retries 40x and 50x twice: same bytes and correlation id, new delivery ids', async () => {
  const { connector, calls } = await startCallback([429, 500, 503]);
  const event = exampleEvent('connector.installed', { website });
  const seen: number[] = [];
  const attempts = await deliverEvent(connector, event, { timeScale: 0, onAttempt: (_, number) => seen.push(number) });
  expect(attempts.map(({ answer }) => answer?.status)).toEqual([429, 500, 503]);
  expect(seen).toEqual([0, 1, 2]);
  expect(new Set(calls.map(({ body }) => body)).size).toBe(1);
  expect(new Set(calls.map(({ headers }) => headers['x-iadvize-correlationid'])).size).toBe(1);
  expect(new Set(calls.map(({ headers }) => headers['x-iadvize-delivery'])).size).toBe(3);
  expect(calls[0]!.headers['x-iadvize-delivery']).toMatch(uuid);
  expect(calls[0]!.headers['x-iadvize-signature']).toBe(sign(calls[0]!.body, secret));
});

it('stops retrying when an attempt succeeds', async () => {
  const { connector } = await startCallback([500, 200]);
  const attempts = await deliverEvent(connector, exampleEvent('user.created', { website }), { timeScale: 0 });
  expect(attempts.map(({ answer }) => answer?.status)).toEqual([500, 200]);
});

it('sends forms too, signed over the form', async () => {
  const { connector, calls } = await startCallback([200]);
  const event = exampleEvent('user.availability.updated', { website });
  await deliverEvent(connector, event, { format: 'form' });
  const [call] = calls;
  expect(call!.headers['content-type']).toBe('application/x-www-form-urlencoded');
  expect(call!.headers['x-iadvize-signature']).toBe(sign(call!.body, secret));
  const form = new URLSearchParams(call!.body);
  expect(form.get('eventType')).toBe('user.availability.updated');
  expect(form.get('availabilities[0][channel]')).toBe('CHAT');
});

it('writes an example of every event type with fresh ids, times with an offset, and the website of the install', () => {
  const examples = eventTypes.map((type) => exampleEvent(type, { website }));
  expect(new Set(examples.map(({ eventId }) => eventId)).size).toBe(eventTypes.length);
  for (const example of examples) {
    expect(example.eventId).toMatch(uuid);
    expect(example.platform).toBe('ha');
    expect(example.createdAt).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d$/);
    expect([123, undefined]).toContain(example.websiteId);
    expect(JSON.parse(String(encodeEvent(example, 'json').body))).toEqual(example);
  }
  expect(examples[0]).toMatchObject({ websiteId: 123, connectorVersionId: expect.stringMatching(uuid) });
});

it('writes examples that the contract knows, as JSON and as forms', () => {
  for (const type of eventTypes) {
    for (const format of ['json', 'form'] as const) {
      const { body, contentType } = encodeEvent(exampleEvent(type, { website }), format);
      expect(parseWebhookEvent(body, contentType), `${type} as ${format}`).toMatchObject({
        kind: expect.not.stringMatching(/malformed|unknown/),
        type,
      });
    }
  }
});
