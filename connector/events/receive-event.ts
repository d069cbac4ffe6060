import {
  type ParsedEvent,
  parseWebhookEvent,
  type WebhookMediaType,
  webhookMediaTypes,
} from '../contract/webhook-event.ts';
import type { PostCall } from '../endpoint/endpoint.ts';
import { metrics } from '../environment.ts';
import { Problem } from '../errors.ts';
import { applyInput } from '../installs/install-store.ts';
import { requestRefresh } from '../refresh/refresh-queue.ts';

export const webhookOptions = { accepts: webhookMediaTypes, refuse: putOff };

/** What every event means to the connector itself: an install or an uninstall is stored, anything else only read. */
export async function receiveEvent({
  body,
  mediaType,
  deadline,
  log,
}: PostCall<WebhookMediaType>): Promise<ParsedEvent> {
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
  return event;
}

/** Contract §6: a passing failure of ours is 429, the one status that both generations of the platform send again. */
function putOff(problem: Problem): Problem {
  if (problem.status < 500) return problem;
  return new Problem('try_again', problem.message, { retryAfterSeconds: 10, cause: problem.cause ?? problem });
}
