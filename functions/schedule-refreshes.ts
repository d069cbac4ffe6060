import type { ScheduledEvent } from 'aws-lambda';
import { deadlineIn } from '../connector/deadline.ts';
import { requestLog } from '../connector/endpoint/request-log.ts';
import { sealedSet } from '../connector/installs/install.ts';
import { listInstalls } from '../connector/installs/install-store.ts';
import { requestRefreshes } from '../connector/refresh/refresh-queue.ts';
import type { Website } from '../connector/website.ts';

/** Asks for every website's catalog to be read again. A schedule calls it; a failure is retried by it. */
export const handler = async ({ id }: Pick<ScheduledEvent, 'id'>): Promise<void> => {
  const log = requestLog('schedule-refreshes', id ?? 'schedule');
  const deadline = deadlineIn(55_000);
  try {
    const websites: Website[] = [];
    for await (const { website, install } of listInstalls(deadline)) {
      if (sealedSet(install, Date.now())) websites.push(website);
    }
    await requestRefreshes(websites, deadline);
    log.set('outcome', `${websites.length} websites`);
    log.write(200);
  } catch (error) {
    log.explain(error);
    log.write(500);
    throw error;
  }
};
