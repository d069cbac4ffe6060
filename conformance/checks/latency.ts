import type { Exchange } from '../../platform/exchange.ts';
import type { Check, Group } from '../check.ts';
import type { Context } from '../context.ts';
import { requireStatus } from '../requirements.ts';

const warmCalls = 15;

function measures(name: string, call: string, make: (context: Context) => Promise<Exchange>): Check {
  return {
    name,
    title: `Warm calls of ${call}: reported, not judged.`,
    async run(context) {
      requireStatus(await make(context), [200]);
      const times: number[] = [];
      for (let index = 0; index < warmCalls; index++) {
        const exchange = await make(context);
        requireStatus(exchange, [200]);
        times.push(exchange.milliseconds);
      }
      const latency = { call, calls: warmCalls, p50: percentile(times, 0.5), p95: percentile(times, 0.95) };
      context.latencies.push(latency);
      return `p50 ${latency.p50} ms, p95 ${latency.p95} ms of ${warmCalls} calls`;
    },
  };
}

/** The smallest time that this share of the calls stayed within, to a tenth of a millisecond. */
function percentile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.round((sorted[Math.ceil(share * sorted.length) - 1] ?? 0) * 10) / 10;
}

export const latency: Group = {
  name: 'latency',
  title: 'Latency',
  section: '§1',
  installed: true,
  checks: [
    measures('health', 'GET /health', ({ calls }) => calls.get('/health', '', { signature: null })),
    measures('categories', 'GET /categories', ({ calls }) => calls.categories()),
    measures('products', 'GET /products', ({ calls }) => calls.products()),
    measures('search', 'GET /products with searchQuery', ({ calls }) => calls.products({ searchQuery: 'a' })),
    measures('webhooks', 'POST /webhooks', ({ calls }) =>
      calls.post('/webhooks', '{"eventType":"conformance.latency"}'),
    ),
  ],
};
