import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, expectTypeOf, it, vi } from 'vitest';
import { callAws } from '../../../connector/aws/call-aws.ts';
import { deadlineIn } from '../../../connector/deadline.ts';
import { variables } from '../../../connector/environment.ts';
import { onEvent } from '../../../connector/events/on-event.ts';
import type { IadvizeApi } from '../../../connector/iadvize/api-types.ts';
import type { Website } from '../../../connector/website.ts';
import type { Fault, OnCall } from '../../../dev/aws/fault.ts';
import { exampleEvent } from '../../../platform/events.ts';
import { receiveMessages, runHandler, sendToHandler } from '../../helpers/event-run.ts';
import { useLocalAws } from '../../helpers/local-aws.ts';
import { setVariables } from '../../helpers/variables.ts';

const website = 'ha-1' as Website;
let onCall: OnCall = () => 'pass';
const closers: (() => unknown)[] = [];
const lines: Record<string, unknown>[] = [];

beforeAll(async () => {
  closers.push((await useLocalAws({ onCall: (...call) => onCall(...call) })).close);
  closers.push(setVariables({ [variables.metricNamespace]: 'test' }));
});
afterAll(async () => {
  for (const close of closers.reverse()) await close();
});
beforeEach(() => {
  lines.length = 0;
  vi.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(JSON.parse(String(line))) > 0);
});
afterEach(() => {
  onCall = () => 'pass';
  vi.restoreAllMocks();
  vi.useRealTimers();
});

const sendClosed = async (event = exampleEvent('conversation.closed', { website })) => {
  await sendToHandler('conversation.closed', event);
  return event;
};
const receive = async () => (await receiveMessages())[0]!;
const outcomes = () => lines.map(({ outcome }) => outcome);

const rows = async () => {
  const scan = { TableName: 'handled', ConsistentRead: true };
  const { Items } = await callAws<{ Items: object[] }>('dynamodb', 'Scan', scan, deadlineIn(5_000));
  return JSON.stringify(Items);
};

it('gives the fields of the event, its website and times, and no word of a visitor to the table', async () => {
  const seen: object[] = [];
  const handler = onEvent(['conversation.closed', 'satisfaction.answered'], async (event, { api }) => {
    expectTypeOf(event.type).toEqualTypeOf<'conversation.closed' | 'satisfaction.answered'>();
    expectTypeOf(api).toEqualTypeOf<undefined>();
    seen.push(event);
  });
  const closed = await sendClosed();
  await runHandler(handler, await receive());
  const answered = exampleEvent('satisfaction.answered', { website });
  await sendToHandler('satisfaction.answered', { ...answered, satisfactionComment: 'So kind!' });
  await runHandler(handler, await receive());
  const createdAt = Date.parse(closed.createdAt);
  expect(seen).toMatchObject([
    { type: 'conversation.closed', website, createdAt, conversationId: closed.conversationId },
    { type: 'satisfaction.answered', website: undefined, satisfactionComment: 'So kind!' },
  ]);
  expect(await rows()).not.toContain('kind');
  expect(lines).toMatchObject([
    { route: 'on-test', event: 'conversation.closed', eventId: closed.eventId, website, outcome: 'done' },
    { event: 'satisfaction.answered', outcome: 'done' },
  ]);
});

it('types give `api` only to who declares the key, and never with an event that names no website', () => {
  onEvent('conversation.closed', { uses: ['apiKey'] }, async (event, { api }) => {
    expectTypeOf(api).toEqualTypeOf<IadvizeApi | undefined>();
    expectTypeOf(event.website).toEqualTypeOf<Website>();
    expectTypeOf(event.conversationId).toEqualTypeOf<number>();
  });
  onEvent('v2.conversation.closed', { uses: ['apiKey'] }, async (event, { api }) => {
    expectTypeOf(api).toEqualTypeOf<undefined>();
    expectTypeOf(event.website).toEqualTypeOf<undefined>();
    expectTypeOf(event.conversationId).toEqualTypeOf<string>();
  });
});

describe('an event', () => {
  it('that comes fifty times at once is handled once', async () => {
    let handled = 0;
    const handler = onEvent('conversation.closed', async () => {
      handled++;
    });
    const event = exampleEvent('conversation.closed', { website });
    const messages = [];
    for (let number = 0; number < 50; number++) {
      await sendClosed(event);
      messages.push(await receive());
    }
    await Promise.all(messages.map((message) => runHandler(handler, message)));
    expect(handled).toBe(1);
    expect(outcomes().toSorted()[0]).toMatch(/another run has it|done/);
    expect(outcomes().filter((outcome) => outcome === 'done')).toHaveLength(1);
    for (const message of messages) await runHandler(handler, message);
    expect(handled).toBe(1);
  });

  it('whose run crashed is handled by a later one, as soon as the first could not run any more', async () => {
    let handled = 0;
    const crash = onEvent('conversation.closed', () => new Promise<never>(() => {}));
    const handler = onEvent('conversation.closed', async () => {
      handled++;
    });
    await sendClosed();
    const message = await receive();
    const crashed = runHandler(crash, message, 10_000);
    void crashed;
    await vi.waitFor(async () => expect(await rows()).toContain(JSON.parse(message.Body).detail.eventId));
    expect(await runHandler(handler, message)).toBe(false);
    expect([handled, outcomes()]).toEqual([0, ['another run has it']]);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 12_500 });
    expect(await runHandler(handler, message)).toBe(true);
    expect([handled, outcomes().at(-1)]).toEqual([1, 'done']);
  });

  it('whose handler throws is free at once for the next try, later each time, and says why', async () => {
    let tries = 0;
    const handler = onEvent('conversation.closed', async () => {
      if (++tries < 3) throw new Error('The case system is down.');
    });
    const hidden: unknown[] = [];
    onCall = (_, operation, { VisibilityTimeout }) => {
      if (operation === 'ChangeMessageVisibility') hidden.push(VisibilityTimeout);
      return 'pass';
    };
    await sendClosed();
    const message = await receive();
    expect(await runHandler(handler, message)).toBe(false);
    const second = { ...message, Attributes: { ApproximateReceiveCount: '2' } };
    expect(await runHandler(handler, second)).toBe(false);
    expect(await runHandler(handler, second)).toBe(true);
    expect(hidden).toEqual([64, 10, 64, 60, 64]);
    expect(lines[0]).toMatchObject({
      outcome: 'failed',
      status: 500,
      EventHandlerFailed: 1,
      cause: { message: 'The case system is down.' },
    });
  });

  const lost: [string, string, Fault][] = [
    ['the claim', 'PutItem', { kind: 'lose answer' }],
    ['the queue’s answer', 'ChangeMessageVisibility', { kind: 'refuse', status: 400, code: 'AccessDenied' }],
  ];
  it.each(lost)('is handled though %s was lost', async (_, lostOperation, fault) => {
    let isOver = false;
    onCall = (_, operation) => {
      if (operation !== lostOperation || isOver) return 'pass';
      isOver = true;
      return fault;
    };
    let handled = 0;
    const handler = onEvent('conversation.closed', async () => {
      handled++;
    });
    await sendClosed();
    expect(await runHandler(handler, await receive())).toBe(true);
    expect([handled, outcomes()]).toEqual([1, ['done']]);
  });

  it('is handled again where its end could not be stored: at least once', async () => {
    let puts = 0;
    onCall = (_, operation) =>
      operation === 'PutItem' && ++puts === 2 ? { kind: 'refuse', status: 400, code: 'AccessDenied' } : 'pass';
    const handler = onEvent('conversation.closed', async () => {});
    await sendClosed();
    const message = await receive();
    expect(await runHandler(handler, message)).toBe(false);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 70_000 });
    expect(await runHandler(handler, message)).toBe(true);
  });
});

it('a message that is no such event is refused, without a word of it', async () => {
  const handler = onEvent('conversation.closed', async () => {});
  for (const [type, detail] of [
    ['satisfaction.answered', { satisfactionComment: 'So kind!' }],
    ['conversation.closed', { ...exampleEvent('conversation.closed', { website }), conversationId: 'So kind!' }],
    ['conversation.closed', 'So kind!'],
  ] as const) {
    await sendToHandler(type, detail);
    expect(await runHandler(handler, await receive())).toBe(false);
  }
  expect(outcomes()).toEqual(['failed', 'failed', 'failed']);
  expect(JSON.stringify(lines)).toContain('The conversation.closed is malformed: conversationId.');
  expect(JSON.stringify(lines)).not.toContain('kind!');
});
