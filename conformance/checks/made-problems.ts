import type { Exchange } from '../../platform/exchange.ts';
import { shared } from '../context.ts';
import { type Item, requireObject } from '../requirements.ts';

export interface MadeProblem {
  exchange: Exchange;
  status: number;
  /** undefined when the body is no JSON object. */
  problem: Item | undefined;
}

/** Every answer of the run that is no 2xx, and at least one of each kind that needs no install. */
export const problemsOf = shared('answers that are errors', async ({ calls }): Promise<MadeProblem[]> => {
  await calls.products({ limit: 'ten' });
  await calls.products({}, { signature: null });
  await calls.products({ idWebsite: 'ha-999999999999999' });
  await calls.post('/webhooks', '{"eventType":"connector.installed"}');
  await calls.post('/webhooks', 'x', { contentType: 'text/plain' });
  await calls.post('/verification', ' '.repeat(300_000));
  return calls.exchanges.flatMap((exchange) => {
    const { status = 0 } = exchange.answer ?? {};
    return status >= 300 ? [{ exchange, status, problem: objectOf(exchange) }] : [];
  });
});

function objectOf(exchange: Exchange): Item | undefined {
  try {
    return requireObject(exchange);
  } catch {
    return undefined;
  }
}
