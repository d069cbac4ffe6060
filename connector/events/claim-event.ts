import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws/aws-error.ts';
import { callAws } from '../aws/call-aws.ts';
import type { Deadline } from '../deadline.ts';
import { eventEnvironment, handledTableKey, installTableTtl } from '../environment.ts';

/** Longer than a message lives: 4 days in its queue, 14 among the dead letters, and a week to send it back. */
const remembered = 25 * 24 * 3_600_000;

export type Claim =
  | {
      state: 'ours' /** No later run will handle the event. */;
      done(): Promise<void> /** The next one may. */;
      release(): Promise<void>;
    }
  | { state: 'done' }
  /** Another run has it, for so many milliseconds at most. */
  | { state: 'taken'; milliseconds: number };

/**
 * Makes this run the one that handles an event, for as long as it can run: after a crash another one may. What is stored is the
 * event's id, never its content. Throws AwsError.
 */
export async function claimEvent(eventId: string, milliseconds: number, deadline: Deadline): Promise<Claim> {
  const row = { eventId, token: randomUUID(), deadline };
  const now = Date.now();
  const free = {
    ConditionExpression: 'attribute_not_exists(eventId) OR (attribute_not_exists(doneAt) AND leaseUntil < :now)',
    ExpressionAttributeValues: { ':now': { N: String(now) } },
  };
  if (!(await put(row, { leaseUntil: now + milliseconds }, free))) {
    const { token, leaseUntil, doneAt } = await read(eventId, deadline);
    if (doneAt) return { state: 'done' };
    // A claim whose answer was lost was sent again, and failed on itself.
    if (token?.S !== row.token) return { state: 'taken', milliseconds: Math.max(0, Number(leaseUntil?.N ?? 0) - now) };
  }
  const ours = { ConditionExpression: '#token = :token', ExpressionAttributeNames: { '#token': 'token' } };
  const condition = { ...ours, ExpressionAttributeValues: { ':token': { S: row.token } } };
  return {
    state: 'ours',
    // Where the lease was over and another run has it now, that one says how it ends.
    done: async () => void (await put(row, { leaseUntil: 0, doneAt: Date.now() }, condition)),
    release: async () => void (await put(row, { leaseUntil: 0 }, condition)),
  };
}

interface Row {
  eventId: string;
  token: string;
  deadline: Deadline;
}

/** False when the condition does not hold. */
async function put(
  { eventId, token, deadline }: Row,
  times: { leaseUntil: number; doneAt?: number },
  condition: object,
): Promise<boolean> {
  const expiresAt = Math.ceil((Date.now() + remembered) / 1000);
  const numbers = Object.entries({ ...times, [installTableTtl]: expiresAt }).map(([name, value]) => [
    name,
    { N: String(value) },
  ]);
  const Item = { ...keyOf(eventId), token: { S: token }, ...Object.fromEntries(numbers) };
  try {
    await callAws('dynamodb', 'PutItem', { TableName: eventEnvironment.handledTable, Item, ...condition }, deadline);
    return true;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}

async function read(eventId: string, deadline: Deadline): Promise<Record<string, { S?: string; N?: string }>> {
  const input = { TableName: eventEnvironment.handledTable, Key: keyOf(eventId), ConsistentRead: true };
  const { Item = {} } = await callAws<{ Item?: Record<string, { S?: string; N?: string }> }>(
    'dynamodb',
    'GetItem',
    input,
    deadline,
  );
  return Item;
}

function keyOf(eventId: string) {
  return { [handledTableKey.partition]: { S: eventEnvironment.handler }, [handledTableKey.sort]: { S: eventId } };
}
