import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type EventType, eventSchemas } from '../../../connector/contract/event-schemas.ts';
import { mediaTypeOf } from '../../../connector/contract/media-type.ts';
import { type ParsedEvent, parseWebhookEvent } from '../../../connector/contract/webhook-event.ts';
import { Problem } from '../../../connector/errors.ts';
import { runs } from '../../helpers/runs.ts';

fc.configureGlobal({ seed: 1 });

const uuid = 'd36cd3c4-2d16-4a77-97c2-620bde859b29';
const common = {
  eventId: uuid,
  platform: 'SD',
  createdAt: '2017-04-22T11:01:00+02:00',
  sentAt: '2017-04-22T11:01:01+02:00',
};
const connector = {
  websiteId: 1,
  connectorId: '3f0e6840-48fe-4e87-8f3b-6ef3f75f18d8',
  connectorVersionId: '3f0e6840-48fe-4e87-8f3b-6ef3f75f18d9',
};
const conversation = { websiteId: 1, conversationId: 2, operatorId: 3, channel: 'chat', visitorId: '593de0891b62' };
const conversationV2 = {
  projectId: 1549,
  clientId: 335,
  conversationId: uuid,
  channel: 'CHAT',
  visitorId: uuid,
};
const user = { userId: 1 };

/** The further fields of every event type, as documented. */
const examples: Record<EventType, Record<string, unknown>> = {
  'connector.installed': connector,
  'connector.uninstalled': connector,
  'conversation.chat.started': conversation,
  'conversation.chat.closed': conversation,
  'conversation.call.started': conversation,
  'conversation.call.closed': conversation,
  'conversation.video.started': conversation,
  'conversation.video.closed': conversation,
  'conversation.social.started': conversation,
  'conversation.social.closed': conversation,
  'conversation.started': conversation,
  'conversation.closed': conversation,
  'conversation.transferred': { ...conversation, transferredConversationId: 1 },
  'v2.conversation.pushed': { ...conversationV2, operatorId: 15253 },
  'v2.conversation.closed': { ...conversationV2, operatorIds: [15253, 15254] },
  'user.created': user,
  'user.updated': user,
  'user.connected': user,
  'user.disconnected': user,
  'user.availability.updated': {
    ...user,
    origin: 'DESK',
    availabilities: [
      { channel: 'CHAT', status: 'AVAILABLE' },
      { channel: 'CALL', status: 'UNAVAILABLE' },
    ],
  },
  'visitor.updated': { operatorId: 1, visitorId: '593de0891b62' },
  'satisfaction.filled': { websiteId: 1, conversationId: 1, operatorId: 2, visitorId: '593de0891b62', score: 3 },
  'satisfaction.answered': { projectId: 3030, conversationId: uuid, customerSatisfaction: 3 },
  'transaction.attributed': {
    transactionId: uuid,
    receivedAt: '2017-04-22T11:01:00+02:00',
    externalId: '1001',
    amount: 300.2,
    conversationId: uuid,
    source: 'Onsite',
    operatorId: 15253,
  },
};

type Fields = Record<string, unknown>;
const exampleOf = (type: string): Fields => ({ ...common, eventType: type, ...examples[type as EventType] });
const parse = (event: unknown) => parseWebhookEvent(Buffer.from(JSON.stringify(event)), 'application/json');
const parseFormOf = (event: Fields) =>
  parseWebhookEvent(Buffer.from(formOf(event)), 'application/x-www-form-urlencoded');

function attempt(read: () => ParsedEvent): ParsedEvent | Problem {
  try {
    return read();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
}

/** As PHP's `http_build_query` writes nested values. */
function formOf(event: Fields): string {
  const pairs = (name: string, value: unknown): string[] =>
    typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([key, inner]) => pairs(name ? `${name}[${key}]` : key, inner))
      : [`${encodeURIComponent(name)}=${encodeURIComponent(String(value))}`];
  return pairs('', event).join('&');
}

const types = Object.keys(eventSchemas);
const otherTypes = types.filter((type) => !type.startsWith('connector.'));

describe('connector.*', () => {
  test.each(['connector.installed', 'connector.uninstalled'])('%s says who, which version and when', (type) => {
    expect(parse(exampleOf(type))).toStrictEqual({
      kind: 'connector',
      type,
      website: 'sd-1',
      connectorId: connector.connectorId,
      connectorVersionId: connector.connectorVersionId,
      createdAt: Date.UTC(2017, 3, 22, 9, 1, 0),
      eventId: uuid,
      fields: {
        ...connector,
        eventId: uuid,
        platform: 'sd',
        createdAt: Date.UTC(2017, 3, 22, 9, 1, 0),
        sentAt: Date.UTC(2017, 3, 22, 9, 1, 1),
      },
    });
  });

  const event = exampleOf('connector.installed');

  test.each([
    ['a trailing space in its type', { eventType: 'connector.installed ' }],
    ['a prefix', { eventType: 'v2.connector.installed' }],
    ['its platform in any case', { platform: ' sD ' }],
    ['its ids in upper case', { eventId: uuid.toUpperCase(), connectorId: connector.connectorId.toUpperCase() }],
    ['a version id in upper case', { connectorVersionId: connector.connectorVersionId.toUpperCase() }],
    ['a number as digits', { websiteId: '1' }],
    ['another spelling of its time', { createdAt: '2017-04-22T09:01:00Z' }],
    ['fractions of a second', { createdAt: '2017-04-22T09:01:00.000000+00:00' }],
    ['an offset without a colon', { createdAt: '2017-04-22t04:31:00-0430' }],
    ['unknown fields', { clientId: null, extra: { deep: [1] } }],
  ])('is the same event with %s', (_, change) => {
    expect(parse({ ...event, ...change })).toStrictEqual(parse(event));
  });

  test.each(
    Object.entries({
      eventId: [undefined, null, 1, '', 'x', `${uuid}0`, `{${uuid}}`, `${uuid}\n`],
      platform: [undefined, null, 1, '', 'ha-1', 'abcdefghi', 'hà'],
      websiteId: [undefined, null, 0, -1, 1.5, 1e15, 1e300, '', '1.0', ' 1', '0x1', 'one', [1], {}, true, 'ha-1'],
      connectorId: [undefined, null, 1, '', 'x'],
      connectorVersionId: [undefined, null, 1, '', 'operator', [uuid]],
      createdAt: [
        ...[undefined, null, 1492851660, '', 'now', '2017-04-22', '2017-04-22T11:01:00', '2017-04-22 11:01:00+02:00'],
        ...['2017-02-30T11:01:00Z', '2017-13-01T11:01:00Z', '2017-04-22T25:01:00Z'],
        ...['2017-04-22T11:01:00+99:00', '2017-04-22T11:61:00Z', '+017-04-22T11:01:00Z', '2017-04-22T11:01:00Z '],
      ],
      sentAt: [undefined, null, 'yesterday'],
    }).flatMap(([field, values]) => values.map((value) => [field, value] as const)),
  )('is refused with the %s %j', (field, value) => {
    for (const type of ['connector.installed', 'connector.uninstalled', 'v2.connector.uninstalled']) {
      const problem = attempt(() => parse({ ...event, eventType: type, [field]: value }));
      expect(problem).toMatchObject({ code: 'invalid_request', field });
      expect((problem as Problem).message).toMatch(new RegExp(`^${field} must be (?!Invalid)`));
    }
  });

  test('has the time that its offset says, on leap days too', () => {
    const at = (createdAt: string) => (parse({ ...event, createdAt }) as { createdAt: number }).createdAt;
    expect(at('2024-02-29T23:59:59.5-01:00')).toBe(Date.UTC(2024, 2, 1, 0, 59, 59, 500));
    fc.assert(
      fc.property(fc.date({ min: new Date(0), max: new Date('9999-12-30'), noInvalidDate: true }), (date) => {
        const shifted = new Date(date.getTime() + 330 * 60_000).toISOString().replace('Z', '+05:30');
        expect(at(shifted)).toBe(date.getTime());
      }),
    );
  });
});

describe('every documented event type', () => {
  test('is one of the contract', () => {
    expect(types.sort()).toEqual(Object.keys(examples).sort());
    expect(types).toHaveLength(24);
  });

  test.each(types)('%s is read alike from JSON and from a form', (type) => {
    const event = exampleOf(type);
    const parsed = parse(event);
    expect(parsed).toMatchObject({ kind: type.startsWith('connector.') ? 'connector' : 'known', type, eventId: uuid });
    expect(parseFormOf(event)).toStrictEqual(parsed);
  });

  test.each(otherTypes)('%s is malformed, not refused, without any one of its fields', (type) => {
    for (const field of Object.keys(exampleOf(type))) {
      if (field === 'eventType') continue;
      const { [field]: _, ...rest } = exampleOf(type);
      const named = field === 'operatorIds' ? 'operatorId' : field;
      expect(parse(rest)).toStrictEqual({ kind: 'malformed', type, field: named });
    }
  });

  test('keeps of its body the documented fields only', () => {
    const { fields } = parse({ ...exampleOf('user.created'), email: 'a@b.example' }) as { fields: Fields };
    expect(fields).toStrictEqual({
      eventId: uuid,
      platform: 'sd',
      createdAt: Date.UTC(2017, 3, 22, 9, 1, 0),
      sentAt: Date.UTC(2017, 3, 22, 9, 1, 1),
      userId: 1,
    });
  });

  test.each([
    ['v2.user.created', 'user.created'],
    ['v2.conversation.chat.started', 'conversation.chat.started'],
    ['conversation.pushed', 'v2.conversation.pushed'],
  ])('%s is %s', (type, documented) => {
    expect(parse({ ...exampleOf(documented), eventType: type })).toMatchObject({ kind: 'known', type: documented });
  });

  test.each([
    { customerSatisfaction: 5 },
    { netPromoterScore: 0 },
    { satisfactionComment: 'Très bien' },
    { customQuestion: 'Yes' },
    { customQuestion: { question: 'Q', answer: 'A' } },
  ])('satisfaction.answered may hold %j', (answer) => {
    const { customerSatisfaction, ...event } = exampleOf('satisfaction.answered');
    expect(parse({ ...event, ...answer })).toMatchObject({ kind: 'known' });
    expect(parseFormOf({ ...event, ...answer })).toMatchObject({ kind: 'known' });
  });

  test('names a nested field', () => {
    const event = {
      ...exampleOf('user.availability.updated'),
      availabilities: [{ channel: 'CHAT', status: 'ON' }, {}],
    };
    expect(parse(event)).toMatchObject({ kind: 'malformed', field: 'availabilities[1].channel' });
  });
});

describe('an event type that nobody documented', () => {
  test.each([
    'user.deleted',
    'v3.user.created',
    'connector.updated',
    'Connector.installed',
    'toString',
    '__proto__',
    'v2.',
  ])('%s is unknown, whatever else it says', (type) => {
    expect(parse({ eventType: ` ${type} `, eventId: 5 })).toStrictEqual({ kind: 'unknown', type });
  });
});

describe('a body that is no event', () => {
  test.each([
    ['', 'body'],
    ['{', 'body'],
    ['null', 'body'],
    ['[]', 'body'],
    ['"connector.installed"', 'body'],
    ['{}', 'eventType'],
    ['{"eventType":null}', 'eventType'],
    ['{"eventType":" "}', 'eventType'],
    ['{"eventType":["connector.installed"]}', 'eventType'],
    ['{"__proto__":{"eventType":"connector.installed"}}', 'eventType'],
    [`{"eventType":"${'x'.repeat(201)}"}`, 'eventType'],
    ['['.repeat(100_000), 'body'],
    ['['.repeat(100_000) + ']'.repeat(100_000), 'body'],
    [`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`, 'eventType'],
  ])('is refused: %.50s', (body, field) => {
    const problem = attempt(() => parseWebhookEvent(Buffer.from(body), 'application/json'));
    expect(problem).toMatchObject({ code: 'invalid_request', field });
  });

  test.each([
    ['', 'eventType'],
    ['eventType', 'eventType'],
    ['eventType=+', 'eventType'],
    ['eventType[]=user.created', 'eventType'],
    ['a=1&'.repeat(1_001), 'body'],
    [Buffer.from([0x61, 0x3d, 0xff]), 'body'],
  ])('is refused as a form: %.50s', (body, field) => {
    const problem = attempt(() => parseWebhookEvent(Buffer.from(body as string), 'application/x-www-form-urlencoded'));
    expect(problem).toMatchObject({ code: 'invalid_request', field });
  });

  test('is refused when it is not UTF-8', () => {
    const problem = attempt(() => parseWebhookEvent(Buffer.from([0x22, 0xff, 0x22]), 'application/json'));
    expect(problem).toMatchObject({ code: 'invalid_request', field: 'body' });
  });
});

describe('hostile fields', () => {
  const json = JSON.stringify(exampleOf('connector.installed'));
  const withRaw = (raw: string) =>
    attempt(() => parseWebhookEvent(Buffer.from(`${json.slice(0, -1)},${raw}}`), 'application/json'));

  test('the last of two equal keys counts', () => {
    expect(withRaw('"websiteId":7')).toMatchObject({ website: 'sd-7' });
    expect(withRaw('"eventType":"user.deleted"')).toMatchObject({ kind: 'unknown' });
  });

  test.each([
    '"__proto__":{"polluted":true}',
    '"constructor":{"prototype":{"polluted":true}}',
    `"deep":${'['.repeat(100_000)}${']'.repeat(100_000)}`,
    '"huge":1e999',
    `"long":${'9'.repeat(100_000)}`,
    '"lone":"\\ud800"',
    '"\\udc00":1',
  ])('%.40s is ignored and changes no global', (raw) => {
    expect(withRaw(raw)).toMatchObject({ kind: 'connector', website: 'sd-1' });
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test.each([['1e999'], ['9'.repeat(100_000)], ['-0.5'], ['"\\ud800"'], ['['.repeat(1_000) + ']'.repeat(1_000)]])(
    'a website numbered %.20s is refused',
    (raw) => {
      expect(withRaw(`"websiteId":${raw}`)).toMatchObject({ field: 'websiteId' });
    },
  );

  test('a form cannot reach a prototype either', () => {
    const form = formOf(exampleOf('connector.installed'));
    const tricks = [
      '__proto__[polluted]=1',
      'constructor[prototype][polluted]=1',
      'a[__proto__][polluted]=1',
      '[]=1',
      'a[b=1',
      'a]b=1',
    ];
    const deep = `a${'[a]'.repeat(10_000)}=1`;
    for (const trick of [...tricks, deep, 'websiteId[polluted]=1&websiteId=1']) {
      const read = parseWebhookEvent(Buffer.from(`${form}&${trick}`), 'application/x-www-form-urlencoded');
      expect(read).toMatchObject({ kind: 'connector', website: 'sd-1' });
    }
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  test('any JSON, any form and any bytes are an event or a 400', () => {
    const key = fc.constantFrom(...Object.keys(exampleOf('satisfaction.answered')), 'availabilities', '__proto__');
    const type = fc.constantFrom(...types, ...types.map((name) => `v2.${name}`), '', 'x');
    const event = fc
      .tuple(type, fc.dictionary(key, fc.jsonValue()))
      .map(([eventType, changes]) => ({ ...exampleOf(eventType), ...changes }));
    const body = fc.oneof(
      event.map((value) => JSON.stringify(value)),
      event.map((value) => formOf(value)),
      fc.json(),
      fc.uint8Array(),
    );
    fc.assert(
      fc.property(
        body,
        fc.constantFrom('application/json', 'application/x-www-form-urlencoded'),
        (bytes, contentType) => {
          const result = attempt(() => parseWebhookEvent(Buffer.from(bytes as string), contentType));
          if (result instanceof Problem)
            expect(result).toMatchObject({ status: 400, field: expect.stringMatching(/./) });
        },
      ),
      { numRuns: runs(2_000, 10_000) },
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe('the media type', () => {
  test.each([
    ['application/json', 'application/json'],
    ['Application/JSON; charset=UTF-8', 'application/json'],
    ['APPLICATION/JSON', 'application/json'],
    ['application/jsonp', 'application/jsonp'],
    ['application/json, text/plain', 'application/json, text/plain'],
    ['multipart/form-data; boundary=x', 'multipart/form-data'],
    [' application/x-www-form-urlencoded ;charset=utf-8;x', 'application/x-www-form-urlencoded'],
    ['', ''],
    [undefined, ''],
  ])('of %j is %j', (contentType, mediaType) => {
    expect(mediaTypeOf(contentType)).toBe(mediaType);
  });
});
