import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { source } from '#connector.config';
import type { ShopForm } from '../../connector/catalog/catalog-source.ts';
import { variables } from '../../connector/environment.ts';
import { bundleFunction } from '../../lib/bundle-function.ts';
import { gatewayCall } from '../helpers/gateway-call.ts';
import { useLocalAws } from '../helpers/local-aws.ts';
import { setVariables } from '../helpers/variables.ts';

const lists = (source as ShopForm).parameters.filter((each) => each.type === 'selectpicker');
const folder = mkdtempSync(join(tmpdir(), 'options-'));
const closers: (() => unknown)[] = [() => rmSync(folder, { recursive: true })];

beforeAll(async () => {
  if (lists.length === 0) return;
  closers.push((await useLocalAws({ secret: 'the secret' })).close);
  closers.push(setVariables({ [variables.metricNamespace]: 'test' }));
  vi.spyOn(process.stdout, 'write').mockReturnValue(true);
});
afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

it('every list of this app’s form is answered to a signed call, and to no other', async ({ skip }) => {
  if (lists.length === 0) skip('This app’s form has no list.');
  const { handler } = createRequire(import.meta.url)(join(bundleFunction('options', folder), 'index.cjs'));
  for (const { key, options } of lists) {
    const ask = async (secret?: string) => {
      const call = gatewayCall({ query: 'idWebsite=ha-1', ...(secret && { secret }) });
      return handler({ ...call, routeKey: `GET /options/${key}` });
    };
    const { statusCode, body } = await ask('the secret');
    expect([statusCode, JSON.parse(body)]).toEqual([200, options]);
    for (const secret of [undefined, 'another secret']) expect(await ask(secret)).toMatchObject({ statusCode: 401 });
  }
});
