import fc from 'fast-check';
import { expect, expectTypeOf, it } from 'vitest';
import { parsePushEvent } from '../../../connector/iadvize/push-event.ts';
import { pushEvents } from '../../../platform/push-events.ts';

const moments = { created: new Date('2013-12-31T23:00:00Z'), sent: new Date('2013-12-31T23:00:01Z') };

it.each(pushEvents)('reads the documented $name', (event) => {
  expect(parsePushEvent(JSON.stringify(event))).toEqual({ ...event, datetime: moments });
});

it('reads numbers that are texts, and leaves out what is not documented', () => {
  const event = { name: ' operator.login ', datetime: 'yesterday', parameters: { operator_id: '7', more: 1 }, more: 1 };
  expect(parsePushEvent(JSON.stringify(event))).toEqual({
    ...{ name: 'operator.login', datetime: {}, parameters: { operator_id: 7 } },
  });
});

it.each([
  ['{', 'A push event is JSON.'],
  ['[]', 'A push event is not as documented.'],
  ['{"name":"operator.fired","parameters":{}}', 'name is not as documented.'],
  ['{"name":"operator.login"}', 'parameters is not as documented.'],
  ['{"name":"operator.login","parameters":{}}', 'parameters.operator_id is not as documented.'],
  ['{"name":"conversation.end","parameters":{"operator_id":1}}', 'parameters.conversation_id is not as documented.'],
  [' '.repeat(300_000), 'A push event is at most 256 kB.'],
])('names what is wrong with %.60s', (text, message) => {
  expect(() => parsePushEvent(text)).toThrow(new Error(message));
});

it('throws one line or answers an event, whatever comes', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(() => parsePushEvent(text)).toThrow(/^[^\n]+$/);
    }),
  );
});

it('tells the fields by the name', () => {
  const event = parsePushEvent(JSON.stringify(pushEvents[2]));
  if (event.name === 'conversation.start')
    expectTypeOf(event.parameters.custom_data).toEqualTypeOf<Record<string, unknown> | undefined>();
  if (event.name === 'operator.login') expectTypeOf(event.parameters).not.toHaveProperty('conversation_id');
});
