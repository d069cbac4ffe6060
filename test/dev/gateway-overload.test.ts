import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { type Gateway, startGateway } from '../../dev/gateway.ts';
import { startFunction } from '../../dev/lambda-function.ts';
import { exchange } from '../../platform/exchange.ts';
import { writeSmallAssembly } from '../helpers/small-assembly.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

/** A function that says on its standard output when it is called, and answers when `go` was called. */
async function serve({ patience }: { patience?: number } = {}) {
  const lines: string[] = [];
  const folder = writeSmallAssembly(`const fs = require('fs');
    const { setTimeout: pause } = require('timers/promises');
    exports.handler = async () => {
      process.stdout.write('called\\n');
      while (!fs.existsSync(__dirname + '/go')) await pause(2);
      return { statusCode: 200, body: 'done' };
    };`);
  const asset = join(folder, 'asset.1');
  const called = startFunction(
    {
      ...{ file: join(asset, 'index.cjs'), exportName: 'handler', functionName: 'slow', functionArn: 'arn:slow' },
      ...{ memoryMegabytes: 128, timeoutSeconds: 20, storageFolder: join(folder, 'tmp'), environment: {} },
    },
    (line) => lines.push(line),
  );
  const gateway = await startGateway(0, () => {}, patience);
  gateway.setRoutes(new Map([['GET /slow', called]]));
  cleanUps.push(
    () => rmSync(folder, { recursive: true }),
    () => called.close(),
    () => gateway.close(),
  );
  return { gateway, called, lines, go: () => writeFileSync(join(asset, 'go'), '') };
}

async function get({ url }: Gateway): Promise<string> {
  const { answer } = await exchange({ method: 'GET', url: `${url}/slow`, headers: {} });
  return `${answer?.status} ${answer?.body}`;
}

const refused = '503 {"message":"Service Unavailable"}';

it('refuses at once what is more than runs and waits, and answers all the rest', async () => {
  const { gateway, go } = await serve();
  const answers: string[] = [];
  const calls = Array.from({ length: 200 }, () => get(gateway).then((answer) => answers.push(answer)));
  await expect.poll(() => answers.length).toBeGreaterThanOrEqual(100);
  expect(new Set(answers)).toEqual(new Set([refused]));
  go();
  await Promise.all(calls);
  const counts = Object.groupBy(answers, (answer) => answer);
  expect(Object.keys(counts).sort()).toEqual(['200 done', refused]);
  expect(counts['200 done']?.length).toBeGreaterThan(4);
  expect(await get(gateway)).toBe('200 done');
});

it('does not wait for a function longer than the gateway does, whether it runs or has yet to', async () => {
  const { gateway, go } = await serve({ patience: 300 });
  const answers = await Promise.all(Array.from({ length: 10 }, () => get(gateway)));
  expect(answers).toEqual(Array(10).fill(refused));
  go();
  await expect.poll(() => get(gateway)).toBe('200 done');
});

it('starts nothing for calls that wait when it is closed', async () => {
  const { called, lines } = await serve();
  const calls = Array.from({ length: 10 }, (_, index) => called.invoke({}, String(index)));
  await expect.poll(() => lines.length).toBe(4);
  await called.close();
  expect((await Promise.all(calls)).map(({ kind }) => kind)).toEqual(Array(10).fill('error'));
  expect(lines).toHaveLength(4);
});
