import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import { config, source } from '#connector.config';
import type { CatalogSource, ShopForm } from '../connector/catalog/catalog-source.ts';
import { deadlineIn } from '../connector/deadline.ts';
import { requestLog } from '../connector/endpoint/request-log.ts';
import { metrics } from '../connector/environment.ts';
import type { ShopFailure } from '../connector/errors.ts';
import { refreshCatalog } from '../connector/refresh/refresh-catalog.ts';
import { parseRefreshRequest, postponeRefresh } from '../connector/refresh/refresh-queue.ts';

/** The stack of a live shop, which does not read, is without this function. */
const reader = source as ShopForm as CatalogSource;

/** The function's own limit is 15 min; a message that was given up is still reported. */
const longestRefresh = 14 * 60_000;
/** Longer than the function's own limit. */
const hiddenSeconds = 16 * 60;
const firstBackoffSeconds = 30;

export const handler = async ({ Records }: SQSEvent): Promise<SQSBatchResponse> => {
  const batchItemFailures: SQSBatchResponse['batchItemFailures'] = [];
  for (const record of Records) {
    if (!(await refresh(record))) batchItemFailures.push({ itemIdentifier: record.messageId });
  }
  return { batchItemFailures };
};

/** False when the message shall come again. */
async function refresh({ messageId, body, receiptHandle, attributes }: SQSRecord): Promise<boolean> {
  const log = requestLog('refresh-catalog', messageId);
  const deadline = deadlineIn(longestRefresh);
  const tries = Number(attributes.ApproximateReceiveCount);
  const hide = (seconds: number) => postponeRefresh(receiptHandle, seconds, deadlineIn(5_000)).catch(() => undefined);
  // Counted from its receipt, which may be long ago, the message could come again while this runs; after a crash it waits
  // less, and with it what else waits for the website.
  await hide(hiddenSeconds);
  try {
    const website = parseRefreshRequest(body);
    log.set('website', website);
    const again = tries > 1;
    const askedAt = Number(attributes.SentTimestamp);
    const call = { deadline, count: log.count, explain: log.explain, locale: config.locale, askedAt, again };
    const outcome = await refreshCatalog(website, reader, call);
    log.set('outcome', outcome ?? 'nothing installed');
    if (outcome === 'failed' || outcome === 'rejected') log.count(metrics.refreshFailed);
    log.write(200);
    return true;
  } catch (error) {
    log.count(metrics.refreshFailed);
    log.explain(error);
    log.write(500);
    const { retryAfterSeconds = 0 } = error as Partial<ShopFailure>;
    await hide(Math.max(firstBackoffSeconds * 2 ** (tries - 1), retryAfterSeconds));
    return false;
  }
}
