import { randomUUID } from 'node:crypto';
import { AwsError } from '../aws/aws-error.ts';
import { callAws } from '../aws/call-aws.ts';
import { retrying } from '../aws/retrying.ts';
import type { Deadline } from '../deadline.ts';
import { environment } from '../environment.ts';
import { parseWebsite, type Website } from '../website.ts';

/** The most that one SendMessageBatch takes. */
const sentAtOnce = 10;

interface BatchOutput {
  Failed?: { Id: string; Code: string; SenderFault: boolean }[];
}

/** Asks for a website's catalog to be read again; of a live shop nothing is. Throws AwsError. */
export async function requestRefresh(website: Website, deadline: Deadline): Promise<void> {
  if (environment.refreshQueue === undefined) return;
  const message = { QueueUrl: environment.refreshQueue, ...messageOf(website) };
  await callAws('sqs', 'SendMessage', message, deadline);
}

/** As `requestRefresh`. After an AwsError some are queued and some are not. */
export async function requestRefreshes(websites: readonly Website[], deadline: Deadline): Promise<void> {
  for (let from = 0; from < websites.length; from += sentAtOnce) {
    let entries = websites
      .slice(from, from + sentAtOnce)
      .map((website, index) => ({ Id: String(index), ...messageOf(website) }));
    await retrying(deadline, Number.POSITIVE_INFINITY, async () => {
      const batch = { QueueUrl: environment.refreshQueue, Entries: entries };
      const { Failed = [] } = await callAws<BatchOutput>('sqs', 'SendMessageBatch', batch, deadline);
      entries = entries.filter(({ Id }) => Failed.some((failed) => failed.Id === Id));
      const [failed] = Failed;
      if (!failed) return;
      const message = `sqs SendMessageBatch: ${failed.Code} for ${Failed.length} messages`;
      throw new AwsError('sqs', failed.Code, failed.SenderFault ? 400 : 500, message);
    });
  }
}

/** Waits for the website's earlier ones. Each counts, for it may follow an event that they did not know. */
function messageOf(website: Website) {
  return {
    MessageBody: JSON.stringify({ website }),
    MessageGroupId: website,
    MessageDeduplicationId: randomUUID(),
  };
}

/** Throws for anything but `{"website": "ha-123"}`. */
export function parseRefreshRequest(body: string): Website {
  let website: unknown;
  try {
    website = JSON.parse(body).website;
  } catch {}
  const parsed = typeof website === 'string' ? parseWebsite(website) : undefined;
  if (parsed === undefined) throw new Error('A refresh request must be {"website": "ha-123"}.');
  return parsed;
}

/** Hides a received message for so many seconds before it is tried again. Throws AwsError. */
export async function postponeRefresh(receiptHandle: string, seconds: number, deadline: Deadline): Promise<void> {
  const input = { QueueUrl: environment.refreshQueue, ReceiptHandle: receiptHandle, VisibilityTimeout: seconds };
  await callAws('sqs', 'ChangeMessageVisibility', input, deadline);
}
