import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { type AccessLogEntry, type Gateway, startGateway } from '../../dev/gateway.ts';
import { type LocalFunction, startFunction } from '../../dev/lambda-function.ts';
import { exchange } from '../../platform/exchange.ts';
import { writeSmallAssembly } from '../helpers/small-assembly.ts';

const cleanUps: (() => unknown)[] = [];
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) await cleanUp();
});

async function serve(source: string, { timeoutSeconds = 5 } = {}) {
  const lines: string[] = [];
  const access: AccessLogEntry[] = [];
  const folder = writeSmallAssembly(source);
  const echo = functionIn(folder, timeoutSeconds, (line) => lines.push(line));
  const gateway = await startGateway(0, (entry) => access.push(entry));
  gateway.setRoutes(
    new Map([
      ['POST /echo', echo],
      ['GET /echo', echo],
    ]),
  );
  cleanUps.push(
    () => rmSync(folder, { recursive: true }),
    () => echo.close(),
    () => gateway.close(),
  );
  return { gateway, lines, access, folder };
}

function functionIn(folder: string, timeoutSeconds: number, log: (line: string) => void): LocalFunction {
  return startFunction(
    {
      file: join(folder, 'asset.1', 'index.cjs'),
      exportName: 'handler',
      functionName: 'echo',
      functionArn: 'arn:echo',
      memoryMegabytes: 128,
      timeoutSeconds,
      storageFolder: join(folder, 'tmp'),
      environment: { GREETING: 'hello' },
    },
    log,
  );
}

const post = ({ url }: Gateway, body: string | Buffer, headers: Record<string, string> = {}, path = '/echo') =>
  exchange({ method: 'POST', url: url + path, headers, body: Buffer.from(body) });
const get = ({ url }: Gateway, path: string) => exchange({ method: 'GET', url: url + path, headers: {} });
const json = (whole: { answer: { body: Buffer } | null }) => JSON.parse(String(whole.answer?.body));

const echo = `exports.handler = async (event, context) => ({
  statusCode: 201,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ event, environment: process.env, left: context.getRemainingTimeInMillis(), id: context.awsRequestId }),
});`;

it('calls the function of the route with the event, and answers what it answers', async () => {
  const { gateway, access } = await serve(echo);
  const whole = await get(gateway, "/echo?q=a%2fb+c&'");
  const { event, left, id } = json(whole);
  expect(whole.answer).toMatchObject({ status: 201, headers: { 'content-type': 'application/json' } });
  expect(event).toMatchObject({ routeKey: 'GET /echo', rawPath: '/echo', rawQueryString: "q=a%2fb+c&'" });
  expect(left).toBeGreaterThan(0);
  expect(id).toBe(event.requestContext.requestId);
  expect(access).toMatchObject([{ method: 'GET', path: '/echo', status: 201, requestId: id }]);
});

it('gives the function its own environment and nothing of ours', async () => {
  const { gateway } = await serve(echo);
  expect(json(await get(gateway, '/echo')).environment).toEqual({
    GREETING: 'hello',
    TMPDIR: expect.stringContaining('echo-'),
  });
});

it('refuses unknown routes, large bodies and large headers in its own words', async () => {
  const { gateway } = await serve(echo);
  expect((await get(gateway, '/other')).answer?.status).toBe(404);
  expect(json(await get(gateway, '/other'))).toEqual({ message: 'Not Found' });
  expect(json(await post(gateway, Buffer.alloc(10 * 1024 * 1024 + 1)))).toEqual({
    message: 'Request Entity Too Large',
  });
  const wide = await post(gateway, '', { 'x-wide': 'x'.repeat(10_240) });
  expect(wide.answer?.status).toBe(431);
});

it('answers 500 when the handler throws, keeps the cause in the log, and goes on', async () => {
  const { gateway, lines } = await serve(`exports.handler = async ({ rawQueryString }) => {
    if (rawQueryString) throw new Error('secret cause');
    return { statusCode: 200, body: 'fine' };
  };`);
  const failed = await get(gateway, '/echo?fail');
  expect(failed.answer?.status).toBe(500);
  expect(json(failed)).toEqual({ message: 'Internal Server Error' });
  expect(lines.join('\n')).toContain('secret cause');
  expect((await get(gateway, '/echo')).answer?.status).toBe(200);
});

it('answers 500 when the bundle cannot be loaded or its process ends', async () => {
  const broken = await serve('throw new Error("no init");');
  expect((await get(broken.gateway, '/echo')).answer?.status).toBe(500);
  const ending = await serve('exports.handler = () => process.exit(1);');
  expect((await get(ending.gateway, '/echo')).answer?.status).toBe(500);
});

it('stops a function at its timeout, answers 503, and starts a new instance', async () => {
  const { gateway, lines } = await serve(
    `exports.handler = async ({ rawQueryString }) => {
      if (rawQueryString) for (;;);
      return { statusCode: 200, body: 'fine' };
    };`,
    { timeoutSeconds: 0.3 },
  );
  const late = await get(gateway, '/echo?forever');
  expect(late.answer?.status).toBe(503);
  expect(json(late)).toEqual({ message: 'Service Unavailable' });
  expect(lines.join('\n')).toContain('timed out');
  expect((await get(gateway, '/echo')).answer?.status).toBe(200);
});

it('answers 500 to an answer over 6 MB', async () => {
  const { gateway } = await serve(
    `exports.handler = async () => ({ statusCode: 200, body: 'x'.repeat(6 * 1024 * 1024) });`,
  );
  expect((await get(gateway, '/echo')).answer?.status).toBe(500);
});

it('gives calls at the same time their own instances, and reuses a warm one', async () => {
  const { gateway } = await serve(`const instance = Math.random();
    let calls = 0;
    exports.handler = async ({ rawQueryString }) => {
      calls++;
      if (rawQueryString === 'together') {
        const fs = require('fs');
        const path = require('path');
        fs.writeFileSync(path.join(__dirname, String(instance)), '');
        const others = () => fs.readdirSync(__dirname).filter((name) => name.startsWith('0.')).length;
        while (others() < 2) await new Promise(setImmediate);
      }
      return { statusCode: 200, body: JSON.stringify({ instance, calls }) };
    };`);
  const [one, two] = (await Promise.all([get(gateway, '/echo?together'), get(gateway, '/echo?together')])).map(json);
  expect(one.instance).not.toBe(two.instance);
  const again = json(await get(gateway, '/echo'));
  expect([one.instance, two.instance]).toContain(again.instance);
  expect(again.calls).toBe(2);
});

it('relays what a function writes, line by line', async () => {
  const { gateway, lines } = await serve(`exports.handler = async () => {
    process.stdout.write('{"level":"INFO"}\\n');
    return { statusCode: 200 };
  };`);
  await get(gateway, '/echo');
  await expect.poll(() => lines).toContain('{"level":"INFO"}');
});

it('swaps routes while calls are under way', async () => {
  const { gateway, folder } = await serve(`const fs = require('fs');
    exports.handler = async ({ rawQueryString }) => {
      fs.writeFileSync(__dirname + '/started', '');
      while (rawQueryString && !fs.existsSync(__dirname + '/go')) await new Promise(setImmediate);
      return { statusCode: 200, body: 'old' };
    };`);
  const { existsSync, writeFileSync } = await import('node:fs');
  const slow = get(gateway, '/echo?wait');
  await expect.poll(() => existsSync(join(folder, 'asset.1', 'started'))).toBe(true);
  gateway.setRoutes(new Map());
  expect((await get(gateway, '/echo')).answer?.status).toBe(404);
  writeFileSync(join(folder, 'asset.1', 'go'), '');
  expect(String((await slow).answer?.body)).toBe('old');
});
