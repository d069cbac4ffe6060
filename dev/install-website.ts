import type { Website } from '../connector/website.ts';
import { exampleEvent } from '../platform/events.ts';
import type { Exchange } from '../platform/exchange.ts';
import { type RegisteredConnector, type TypedParameters, verifyParameters } from '../platform/platform-client.ts';
import { deliverEvent } from '../platform/webhook-delivery.ts';

/**
 * Installs a website as the platform does: a signed verification of what the merchant typed, then a signed
 * `connector.installed`. Throws with the connector's own words when it is refused.
 */
export async function installWebsite(
  connector: RegisteredConnector,
  website: Website,
  typed: TypedParameters,
): Promise<void> {
  const verification = await verifyParameters(connector, typed);
  const { isStepValid, errors = [] } = requireOk(verification);
  if (isStepValid !== true) {
    throw new Error(errors.map((error: { message?: string }) => error.message).join(' ') || 'The verification failed.');
  }
  const attempts = await deliverEvent(connector, exampleEvent('connector.installed', { website }), { timeScale: 0.05 });
  requireOk(attempts.at(-1)!);
}

// biome-ignore lint/suspicious/noExplicitAny: whatever the connector answered; only what is read is relied on.
function requireOk({ request, answer, failure }: Exchange): any {
  const call = `${request.method} ${new URL(request.url).pathname}`;
  if (!answer) throw new Error(`${call}: ${failure}`);
  if (answer.status !== 200)
    throw new Error(`${call} answered ${answer.status}: ${answer.body.toString().slice(0, 500)}`);
  return JSON.parse(answer.body.toString());
}
