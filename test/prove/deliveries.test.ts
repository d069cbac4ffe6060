import { afterAll, beforeAll, expect, it } from 'vitest';
import { type InProcessConnector, useInProcessConnector } from '../helpers/in-process-connector.ts';
import { report, runs } from '../helpers/runs.ts';
import { eventOf } from './install-steps.ts';

let connector: InProcessConnector;
beforeAll(async () => {
  connector = await useInProcessConnector({ secret: 'secret' });
});
afterAll(() => connector.close());

it('have one effect and are all acknowledged, fifty at once, whatever their delivery ids', {
  timeout: 10 * 60_000,
}, async ({ task }) => {
  const rounds = runs(3, 100);
  for (let round = 1; round <= rounds; round++) {
    const website = `ha-${round}`;
    const event = eventOf('connector.installed', website);
    const deliver = () => {
      const ids = { 'x-iadvize-delivery': crypto.randomUUID(), 'x-iadvize-correlationid': crypto.randomUUID() };
      return connector.call('POST /webhooks', { ...event, headers: { ...event.headers, ...ids } });
    };
    const answers = await Promise.all(Array.from({ length: 50 }, deliver));
    expect(new Set(answers.map(({ statusCode }) => statusCode))).toEqual(new Set([200]));
    const row = (await connector.rows()).find((row) => 'S' in row.website! && row.website.S === website);
    expect(row).toMatchObject({ revision: { N: '1' } });
  }
  report(task, `50 at once × ${rounds} rounds: all 200, one write each`);
});
