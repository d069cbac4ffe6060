import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fromFunctionResult, toGatewayEvent } from '../../dev/gateway-event.ts';

const context = { routeKey: 'POST /webhooks', requestId: 'request-1', receivedAt: Date.UTC(2026, 2, 12, 19, 3, 58) };
const eventOf = (rawHeaders: string[], body: Buffer | string = '', target = '/webhooks') =>
  toGatewayEvent({ method: 'POST', target, rawHeaders, body: Buffer.from(body), sourceIp: '127.0.0.1' }, context);
const bytesOf = ({ body = '', isBase64Encoded }: { body?: string; isBase64Encoded: boolean }) =>
  Buffer.from(body, isBase64Encoded ? 'base64' : 'utf8');

it('hands on the raw query string as received, whatever is in it', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[!-~]{0,60}$/), (query) => {
      const { rawPath, rawQueryString } = eventOf([], '', `/webhooks?${query}`);
      expect({ rawPath, rawQueryString }).toEqual({ rawPath: '/webhooks', rawQueryString: query });
    }),
  );
});

it('joins repeated parameters with a comma and omits them when there is no query', () => {
  expect(eventOf([], '', '/p?a=1&b=%20x&a=2').queryStringParameters).toEqual({ a: '1,2', b: ' x' });
  expect(eventOf([], '', '/p')).not.toHaveProperty('queryStringParameters');
});

it('lower-cases header names, joins repeated ones with a comma and takes cookies out', () => {
  const { headers, cookies } = eventOf(['X-One', 'a', 'x-one', 'b', 'Cookie', 'k=1; l=2', 'Host', 'api.example']);
  expect(headers).toEqual({ 'x-one': 'a,b', host: 'api.example' });
  expect(cookies).toEqual(['k=1', 'l=2']);
});

it('keeps the bytes of every body, whatever its type', () => {
  const types = ['application/octet-stream', 'application/x-www-form-urlencoded', 'application/problem+json', ''];
  fc.assert(
    fc.property(fc.uint8Array(), fc.constantFrom(...types), (bytes, type) => {
      const event = eventOf(['Content-Type', type], Buffer.from(bytes));
      expect(event.isBase64Encoded).toBe(bytes.length > 0);
      expect(bytesOf(event)).toEqual(Buffer.from(bytes));
    }),
  );
});

it('hands on text as text', () => {
  const types = ['application/json', 'Application/JSON; charset=utf-8', 'text/plain', 'application/xml'];
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.constantFrom(...types), (text, type) => {
      const event = eventOf(['Content-Type', type], text);
      expect(event.isBase64Encoded).toBe(false);
      expect(event.body ?? '').toBe(text);
      expect(bytesOf(event)).toEqual(Buffer.from(text));
    }),
  );
});

it('hands on as text what is no UTF-8 with a replacement: two bodies of JSON then have one signature', () => {
  const type = ['Content-Type', 'application/json'];
  const [invalid, replaced] = [eventOf(type, Buffer.from([0x22, 0xff, 0x22])), eventOf(type, '"\ufffd"')];
  expect(invalid.body).toBe(replaced.body);
  expect(bytesOf(invalid)).toEqual(Buffer.from([0x22, 0xef, 0xbf, 0xbd, 0x22]));
});

it('fills the request context of the $default stage', () => {
  expect(eventOf(['User-Agent', 'iAdvize']).requestContext).toMatchObject({
    http: { method: 'POST', path: '/webhooks', protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'iAdvize' },
    requestId: 'request-1',
    routeKey: 'POST /webhooks',
    stage: '$default',
    time: '12/Mar/2026:19:03:58 +0000',
    timeEpoch: context.receivedAt,
  });
});

it('writes a structured result as HTTP', () => {
  const result = {
    statusCode: 401,
    headers: { 'Content-Type': 'application/problem+json' },
    cookies: ['a=1'],
    body: '{}',
  };
  expect(fromFunctionResult(result)).toEqual({
    status: 401,
    headers: { 'content-type': 'application/problem+json' },
    cookies: ['a=1'],
    body: Buffer.from('{}'),
  });
  const bytes = Buffer.from([0, 255, 128]);
  const binary = { statusCode: 200, body: bytes.toString('base64'), isBase64Encoded: true };
  expect(fromFunctionResult(binary).body).toEqual(bytes);
});

it('takes a result without a status for the JSON body of a 200, and refuses a malformed one', () => {
  expect(fromFunctionResult('{"a":1}')).toMatchObject({ status: 200, body: Buffer.from('{"a":1}') });
  expect(fromFunctionResult({ a: 1 } as never)).toMatchObject({ status: 200, body: Buffer.from('{"a":1}') });
  expect(() => fromFunctionResult({ statusCode: 99 })).toThrow();
  expect(() => fromFunctionResult({ statusCode: 200, body: {} as never })).toThrow();
});
