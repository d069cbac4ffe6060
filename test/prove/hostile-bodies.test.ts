import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventTypes } from '../../platform/events.ts';
import { type InProcessConnector, type Route, useInProcessConnector } from '../helpers/in-process-connector.ts';
import { report, runs, seed } from '../helpers/runs.ts';
import { eventOf, verificationOf } from './install-steps.ts';

let connector: InProcessConnector;
beforeAll(async () => {
  connector = await useInProcessConnector({ secret: 'secret' });
});
afterAll(() => connector.close());

const names = fc.constantFrom(
  ...['key', 'id', 'value', 'fieldType', 'eventType', 'platform', 'websiteId', 'createdAt', 'connectorVersionId'],
  ...['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length', 'then', 'toJSON', ''],
);
const oddText = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.constantFrom(
    '\ud800',
    '\udfff\ud800',
    '\0',
    '\u2028',
    '__proto__',
    'ha-1',
    'HA-99999999999999999',
    'x'.repeat(10_001),
  ),
);
const oddNumber = fc.constantFrom(0, -0, -1, 1e308, 5e-324, 2 ** 53, -(2 ** 53), 1e21, 0.1);
const value: fc.Arbitrary<unknown> = fc.oneof(
  { depthSize: 'small', withCrossShrink: true },
  oddText,
  oddNumber,
  fc.constantFrom(null, true, false),
  fc.jsonValue(),
  fc.dictionary(names, fc.jsonValue()),
);
const item = fc.dictionary(names, value, { noNullPrototype: true });
const items = fc.array(fc.oneof(item, value), { maxLength: 120 });
const typed = fc
  .dictionary(fc.constantFrom('websiteId', 'iadvizeApiKey', 'feedUrl', 'feedUser', 'feedPassword'), value)
  .map((changes) =>
    JSON.parse(
      verificationOf({ websiteId: 'ha-1', iadvizeApiKey: 'k', feedUrl: 'https://x.example/', ...changes }).body,
    ),
  );
const event = fc
  .tuple(fc.constantFrom(...eventTypes), fc.dictionary(names, value))
  .map(([type, changes]) => ({ ...JSON.parse(eventOf(type, 'ha-1').body), ...changes }));

/** Numbers and keys that `JSON.stringify` would never write. */
const spelled = fc.constantFrom(
  ...['', ' ', 'null', '1e999', '-1e999', '[1e999]', '{"eventType":1e999}', '[{"key":"a","key":"b","value":1}]'],
  ...['{"eventType":"user.created","eventType":"connector.installed"}', '{"__proto__":{"polluted":true}}'],
  ...['[{"__proto__":{"key":"polluted"},"value":"x"}]', '{"constructor":{"prototype":{"polluted":true}}}'],
  ...['{"eventType":"\\ud800"}', '[{"key":"\\ud800","value":"\\udfff"}]', '\ufeff[]', "{'a':1}", '[1,]', 'NaN', '01'],
  ...['__proto__[polluted]=1', 'constructor[prototype][polluted]=1', 'eventType[__proto__][x]=1', '=&=&[=', '%', '%ff'],
  `${'1'.repeat(100_000)}`,
  `[${'9'.repeat(400)}]`,
);
const huge = fc.constantFrom(
  '['.repeat(100_000) + ']'.repeat(100_000),
  '{"a":'.repeat(40_000),
  `[${'{},'.repeat(50_000)}{}]`,
  ' '.repeat(5 * 1024 * 1024),
  `${'a[b]=1&'.repeat(20_000)}`,
  `a${'[b]'.repeat(50_000)}=1`,
);
const formOf = (fields: object) => {
  const texts = Object.entries(fields).map(([name, value]): [string, string] => [
    name,
    typeof value === 'string' ? value : (JSON.stringify(value) ?? ''),
  ]);
  return new URLSearchParams(texts).toString();
};
const json = fc.oneof(items, typed, event, item, value).map((body) => JSON.stringify(body) ?? '');
const body = fc.oneof(
  { weight: 60, arbitrary: json },
  { weight: 15, arbitrary: spelled },
  { weight: 10, arbitrary: fc.uint8Array({ maxLength: 500 }) },
  { weight: 8, arbitrary: event.map(formOf) },
  // Cut off, or with a byte of it changed.
  {
    weight: 10,
    arbitrary: fc.tuple(json, fc.nat(), fc.nat({ max: 255 })).map(([text, at, byte]) => {
      const bytes = Buffer.from(text);
      if (byte % 2 || bytes.length === 0) return bytes.subarray(0, at % (bytes.length + 1));
      bytes[at % bytes.length] = byte;
      return bytes;
    }),
  },
  { weight: 1, arbitrary: huge },
);
const contentType = fc.oneof(
  { weight: 12, arbitrary: fc.constant('application/json') },
  { weight: 3, arbitrary: fc.constantFrom('application/x-www-form-urlencoded', 'text/html', '') },
);

/** Everything that a body could pollute. */
function globals(): unknown[] {
  const owners = [Object, Array, String, Number, Boolean, Function, Map, Set, Promise, RegExp, Error].map(
    ({ prototype }) => prototype,
  );
  return [globalThis, ...owners, Object, JSON, Buffer.prototype].map((owner) =>
    Reflect.ownKeys(owner).map((key) => {
      const { value, get } = Object.getOwnPropertyDescriptor(owner, key)!;
      return [key, typeof value === 'function' || typeof get === 'function' ? (value ?? get) : key];
    }),
  );
}

describe.each(['POST /verification', 'POST /webhooks'] as Route[])('%s', (route) => {
  it('answers any body with what the contract says, never 5xx, and changes no global', {
    timeout: 10 * 60_000,
  }, async ({ task }) => {
    const before = globals();
    const statuses = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(body, contentType, fc.boolean(), async (content, type, asBase64) => {
        const bytes = Buffer.from(content as string);
        const { statusCode = 0, body: answer = '' } = await connector.call(route, {
          body: asBase64 || typeof content !== 'string' ? bytes : content,
          headers: { 'content-type': type },
        });
        connector.output.length = 0;
        statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
        expect([200, 400, 413, 415]).toContain(statusCode);
        const parsed = JSON.parse(answer);
        if (statusCode === 400) expect(parsed).toMatchObject({ code: 'invalid_request', field: expect.any(String) });
        expect(answer).not.toContain('temporarily_unavailable');
      }),
      { numRuns: runs(300, 15_000), seed },
    );
    expect(globals()).toEqual(before);
    expect('polluted' in {}).toBe(false);
    report(
      task,
      `${runs(300, 15_000)} bodies: ${[...statuses].map(([status, count]) => `${count} × ${status}`).join(', ')}; no global changed`,
    );
  });
});
