import type { Group } from '../check.ts';
import { requireMediaType, requireObject, requireStatus, show } from '../requirements.ts';
import { Violation } from '../violation.ts';

export const health: Group = {
  name: 'health',
  title: 'Health check',
  section: '§7',
  installed: false,
  checks: [
    {
      name: 'public',
      title: 'GET /health answers 200 without a signature.',
      async run({ calls }) {
        requireStatus(await calls.get('/health', '', { signature: null }), [200]);
        return undefined;
      },
    },
    {
      name: 'up',
      title: 'The answer is exactly {"status":"UP"}.',
      async run({ calls }) {
        const exchange = await calls.get('/health', '', { signature: null });
        const answer = requireObject(exchange);
        if (answer.status === 'UP' && Object.keys(answer).length === 1) return undefined;
        throw new Violation(`The answer must be {"status":"UP"}, it is ${show(answer)}.`, exchange);
      },
    },
    {
      name: 'content-type',
      title: 'The answer is application/json.',
      async run({ calls }) {
        requireMediaType(await calls.get('/health', '', { signature: null }), 'application/json');
        return undefined;
      },
    },
    {
      name: 'ignores-a-signature',
      title: 'A wrong signature changes nothing: the health check is not signed.',
      async run({ calls }) {
        requireStatus(await calls.get('/health', '', { signature: `sha256=${'0'.repeat(64)}` }), [200]);
        return undefined;
      },
    },
    {
      name: 'ignores-a-query',
      title: 'Unknown query parameters are ignored.',
      async run({ calls }) {
        requireStatus(await calls.get('/health', 'idWebsite=nonsense&x', { signature: null }), [200]);
        return undefined;
      },
    },
  ],
};
