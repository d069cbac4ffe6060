import { globSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { events, routes } from '#connector.config';
import { variables } from '../../connector/environment.ts';
import { bundleFunction } from '../../lib/bundle-function.ts';
import { readOwnHandlers } from '../../lib/own-handlers.ts';
import { gatewayCall } from '../helpers/gateway-call.ts';
import { useLocalAws } from '../helpers/local-aws.ts';
import { setVariables } from '../helpers/variables.ts';

const folder = mkdtempSync(join(tmpdir(), 'own-functions-'));
const closers: (() => unknown)[] = [() => rmSync(folder, { recursive: true })];

beforeAll(async () => {
  closers.push((await useLocalAws({ secret: 'the secret' })).close);
  closers.push(setVariables({ [variables.metricNamespace]: 'test' }));
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

it('every file of functions/own but the handlers of events has its route', () => {
  const files = globSync('functions/own/*.ts').filter((file) => !/\bon-[^/\\]*$/.test(file));
  expect(files.sort()).toEqual(
    Object.values(routes)
      .map(({ name }) => join('functions', 'own', `${name}.ts`))
      .sort(),
  );
});

for (const { name, file, types } of readOwnHandlers()) {
  it(`${name} handles events that are published, and refuses any other message`, async () => {
    expect(types.filter((type) => !events.includes(type as never))).toEqual([]);
    const { handler } = createRequire(import.meta.url)(join(bundleFunction(file, folder), 'index.cjs'));
    const record = { messageId: '1', body: '{"detail-type":"x","detail":{}}', receiptHandle: 'x', attributes: {} };
    const context = { getRemainingTimeInMillis: () => 60_000 };
    expect(await handler({ Records: [record] }, context)).toEqual({ batchItemFailures: [{ itemIdentifier: '1' }] });
  });
}

const signed = Object.entries(routes).filter(([, { open }]) => open === undefined);
for (const [route, { name }] of signed) {
  it(`${route} refuses a call that is not signed, or signed by another secret`, async () => {
    const { handler } = createRequire(import.meta.url)(join(bundleFunction(`own/${name}`, folder), 'index.cjs'));
    for (const secret of [undefined, 'another secret']) {
      const call = gatewayCall({
        query: 'idWebsite=ha-1',
        ...(!route.startsWith('GET ') && { body: '{}' }),
        ...(secret && { secret }),
      });
      expect(await handler(call)).toMatchObject({ statusCode: 401 });
    }
  });
}
