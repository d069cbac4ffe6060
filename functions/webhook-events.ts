import { parseWebhookEvent, webhookMediaTypes } from '../connector/contract/webhook-event.ts';
import { signedPost } from '../connector/endpoint/endpoint.ts';
import { metrics } from '../connector/environment.ts';
import { Problem } from '../connector/errors.ts';
import { applyInput } from '../connector/installs/install-store.ts';
import { requestRefresh } from '../connector/refresh/refresh-queue.ts';

export const handler = signedPost(
  'POST /webhooks',
  { accepts: webhookMediaTypes, refuse: putOff },
  async ({ body, mediaType, deadline, log }) => {
    const event = parseWebhookEvent(body, mediaType);
    log.set('event', event.type);
    if (event.kind === 'malformed') {
      log.count(metrics.eventMalformed);
      log.set('reason', event.field);
    }
    if (event.kind === 'unknown') log.count(metrics.eventUnknown);
    if (event.kind === 'connector') {
      log.set('website', event.website);
      const { connectorVersionId: versionId, createdAt } = event;
      const type = event.type === 'connector.installed' ? 'installed' : 'uninstalled';
      const { clockAhead } = await applyInput(event.website, { type, versionId, createdAt }, deadline);
      if (clockAhead) log.count(metrics.clockAhead);
      // Also after an uninstall: the refresh then removes the website's catalog.
      await requestRefresh(event.website, deadline);
    }
    return { status: 'received' };
  },
);

/** Contract §6: a passing failure of ours is 429, the one status that both generations of the platform send again. */
function putOff(problem: Problem): Problem {
  if (problem.status < 500) return problem;
  return new Problem('try_again', problem.message, { retryAfterSeconds: 10, cause: problem.cause ?? problem });
}
