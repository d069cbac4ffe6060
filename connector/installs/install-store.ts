import { setTimeout as sleep } from 'node:timers/promises';
import { AwsError } from '../aws/aws-error.ts';
import { callAws } from '../aws/call-aws.ts';
import type { Deadline } from '../deadline.ts';
import { environment, installTableKey } from '../environment.ts';
import { Problem } from '../errors.ts';
import type { Website } from '../website.ts';
import { type Install, presentAt } from './install.ts';
import { type InstallRow, parseRow, rowItem } from './install-row.ts';
import { type InstallInput, nextInstall, type Transition } from './next-install.ts';

const maxTries = 5;
const maxPauseMilliseconds = 50;

type Item = Record<string, unknown>;

/** undefined: never installed, or forgotten since. */
export async function readInstall(website: Website, deadline: Deadline): Promise<Install | undefined> {
  const row = await readRow(website, deadline);
  return row && presentAt(row.install, Date.now());
}

/**
 * Reads the install, applies the input, writes what changed on condition that nobody else has written since. Throws
 * `Problem` temporarily_unavailable when others always have.
 */
export async function applyInput(
  website: Website,
  input: InstallInput,
  deadline: Deadline,
  now = Date.now(),
): Promise<Transition> {
  for (let tries = 1; tries <= maxTries; tries++) {
    const row = await readRow(website, deadline);
    const transition = nextInstall(row?.install, input, now);
    if (!transition.changed || !transition.install) return transition;
    const written = await writeRow(
      { website, revision: (row?.revision ?? 0) + 1, install: transition.install },
      deadline,
    );
    if (written) return transition;
    await sleep(Math.random() * maxPauseMilliseconds * tries, undefined, { signal: deadline.signal });
  }
  throw new Problem('temporarily_unavailable', `The install of ${website} is changing too fast. Try again.`, {
    retryAfterSeconds: 10,
  });
}

/** Every website of the table in no order, for an operator; forgotten ones left out. */
export async function* listInstalls(deadline: Deadline): AsyncGenerator<{ website: Website; install: Install }> {
  let start: Item | undefined;
  do {
    const page: { Items?: Item[]; LastEvaluatedKey?: Item } = await callAws(
      'dynamodb',
      'Scan',
      { TableName: environment.installTable, ConsistentRead: true, ExclusiveStartKey: start },
      deadline,
    );
    for (const { website, install } of (page.Items ?? []).map(parseRow)) {
      if (presentAt(install, Date.now())) yield { website, install };
    }
    start = page.LastEvaluatedKey;
  } while (start);
}

async function readRow(website: Website, deadline: Deadline): Promise<InstallRow | undefined> {
  const { Item: item } = await callAws<{ Item?: Item }>(
    'dynamodb',
    'GetItem',
    { TableName: environment.installTable, Key: { [installTableKey]: { S: website } }, ConsistentRead: true },
    deadline,
  );
  return item && parseRow(item);
}

/** False when another write came first. */
async function writeRow(row: InstallRow, deadline: Deadline): Promise<boolean> {
  const condition =
    row.revision === 1
      ? { ConditionExpression: `attribute_not_exists(${installTableKey})` }
      : {
          ConditionExpression: 'revision = :read',
          ExpressionAttributeValues: { ':read': { N: String(row.revision - 1) } },
        };
  const input = { TableName: environment.installTable, Item: rowItem(row), ...condition };
  try {
    await callAws('dynamodb', 'PutItem', input, deadline);
    return true;
  } catch (error) {
    if (error instanceof AwsError && error.code === 'ConditionalCheckFailedException') return false;
    throw error;
  }
}
