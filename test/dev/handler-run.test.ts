import { expect, it } from 'vitest';
import { handlerRunOf, stoppedRunOf } from '../../dev/handler-run.ts';

const line = { route: 'on-conversation-closed', status: 200, ms: 41, eventId: 'e-1', outcome: 'done' };

it('a line of a handler tells how its run ended, and why it failed', () => {
  const run = { handler: 'on-conversation-closed', eventId: 'e-1', milliseconds: 41 };
  expect(handlerRunOf(JSON.stringify(line))).toEqual({ ...run, outcome: 'done', isDone: true });
  const waits = { ...line, status: 202, outcome: 'another run has it' };
  expect(handlerRunOf(JSON.stringify(waits))).toEqual({ ...run, outcome: 'another run has it', isDone: true });
  const failed = { ...line, status: 500, outcome: 'failed', cause: { message: 'Forbidden' } };
  expect(handlerRunOf(JSON.stringify(failed))).toEqual({ ...run, outcome: 'failed: Forbidden', isDone: false });
});

it('any other line tells nothing', () => {
  const others = ['text', '{"eventId"', JSON.stringify({ ...line, route: 'POST /webhooks' }), '{"route":"on-x"}'];
  expect(others.map(handlerRunOf)).toEqual(others.map(() => undefined));
});

it('a run that was stopped is told by its message', () => {
  const batch = { Records: [{ body: '{"detail":{"eventId":"E-1"}}' }] };
  expect(stoppedRunOf('functions/own/on-x.ts', batch, 'timeout')).toEqual({
    ...{ handler: 'on-x', eventId: 'e-1', outcome: 'timeout', isDone: false },
  });
  expect(stoppedRunOf('functions/own/on-x.ts', {}, 'timeout')).toBeUndefined();
  expect(stoppedRunOf('functions/refresh-catalog.ts', batch, 'timeout')).toBeUndefined();
  expect(stoppedRunOf(undefined, batch, 'timeout')).toBeUndefined();
});
