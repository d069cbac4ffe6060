import type { ScheduledEvent } from 'aws-lambda';
import { deadlineIn } from '../connector/deadline.ts';
import { requestLog } from '../connector/endpoint/request-log.ts';
import { metrics } from '../connector/environment.ts';
import { sealedSet } from '../connector/installs/install.ts';
import { listInstalls } from '../connector/installs/install-store.ts';
import { isDue, isOverdue } from '../connector/refresh/is-due.ts';
import { requestRefreshes } from '../connector/refresh/refresh-queue.ts';
import type { Website } from '../connector/website.ts';

/** A line of the log may hold so many. */
const namedOverdue = 50;

/** Asks for the catalogs that are due to be read again. A schedule calls it; a failure is retried by it. */
export const handler = async ({ id }: Pick<ScheduledEvent, 'id'>): Promise<void> => {
  const log = requestLog('schedule-refreshes', id ?? 'schedule');
  const deadline = deadlineIn(55_000);
  try {
    const websites: Website[] = [];
    const overdue: Website[] = [];
    let installed = 0;
    for await (const { website, install } of listInstalls(deadline)) {
      const set = sealedSet(install, Date.now());
      if (!set) continue;
      installed++;
      if (isDue(set.catalog, Date.now())) websites.push(website);
      if (isOverdue(set, Date.now())) overdue.push(website);
    }
    if (overdue.length > 0) {
      log.count(metrics.catalogOverdue, overdue.length);
      log.set('overdue', overdue.slice(0, namedOverdue).join(' '));
    }
    await requestRefreshes(websites, deadline);
    log.set('outcome', `${websites.length} of ${installed} websites`);
    log.write(200);
  } catch (error) {
    log.explain(error);
    log.write(500);
    throw error;
  }
};
