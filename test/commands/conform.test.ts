import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { config } from '#connector.config';
import { readConformArguments } from '../../commands/conform-arguments.ts';
import type { ConnectorConfig } from '../../connector/connector-config.ts';
import { jsonShop } from '../../docs/examples/json-shop.ts';
import { startStandIn } from '../conformance/stand-in-connector.ts';
import { runCommand } from '../helpers/run-command.ts';

const folder = mkdtempSync(join(tmpdir(), 'conform-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: string): string {
  const path = join(folder, 'parameters.json');
  writeFileSync(path, content);
  return path;
}

const url = 'https://connector.example';
const withWebsites = (websites: ConnectorConfig['websites']): ConnectorConfig => ({ ...config, websites });
const environment = { IADVIZE_SECRET: 'from-the-environment' };

describe('the arguments', () => {
  it('name the lists of this app’s own form, unless another app is meant', async () => {
    const read = async (...args: string[]) =>
      (await readConformArguments([url, ...args], environment, config, jsonShop)).selectpickers;
    expect([await read(), await read('--selectpickers', 'none')]).toEqual([['shown'], []]);
  });

  it('have defaults, and take the secret from the environment', async () => {
    expect(await readConformArguments([`${url}/`], environment)).toEqual({
      ...{ url, secret: 'from-the-environment', previousSecret: undefined, parameters: undefined },
      ...{ selectpickers: [], plugins: [] },
      ...{ website: 'ha-900001', otherWebsite: 'ha-900002', replace: false, installed: false, only: [], files: {} },
    });
  });

  it('say all else', async () => {
    const parameters = file(
      '[{"key":"feedUrl","value":"https://shop.example"},{"key":"on","value":true},{"key":"websiteId","value":"ha-1"}]',
    );
    const args = [
      '--secret',
      's',
      '--previous-secret',
      'p',
      '--website',
      'SD-7',
      '--other-website',
      'ha-8',
      '--replace',
      '--selectpickers',
      'language,stock',
    ];
    const more = [
      '--only',
      'health,products/list',
      '--only',
      'errors',
      '--parameters',
      parameters,
      '--html',
      '/r.html',
      ...['--plugins', 'closing-form, visitor-profile', '--visitor', 'v@example.com'],
    ];
    expect(await readConformArguments([url, ...args, ...more], {})).toEqual({
      ...{
        url,
        secret: 's',
        previousSecret: 'p',
        website: 'sd-7',
        otherWebsite: 'ha-8',
        replace: true,
        installed: false,
      },
      parameters: { feedUrl: 'https://shop.example', on: true },
      selectpickers: ['language', 'stock'],
      ...{ plugins: ['closing-form', 'visitor-profile'], visitor: 'v@example.com' },
      ...{ only: ['health', 'products/list', 'errors'], files: { html: '/r.html' } },
    });
  });

  it.each([
    ['the only website of a private app, and no other', ['HA-123'], [], ['ha-123', undefined]],
    ['the first two of a private app', ['ha-123', 'SD-7', 'ha-124'], [], ['ha-123', 'sd-7']],
    ['the first beside the one that is given', ['ha-123', 'sd-7'], ['--website', 'SD-7'], ['sd-7', 'ha-123']],
    ['what is given', ['ha-123'], ['--website', 'ha-5', '--other-website', 'ha-6'], ['ha-5', 'ha-6']],
    ['no other when told so', 'proved', ['--other-website', 'none'], ['ha-900001', undefined]],
  ] as const)('name %s', async (_, websites, args, expected) => {
    const read = await readConformArguments([url, ...args], environment, withWebsites(websites));
    expect([read.website, read.otherWebsite]).toEqual(expected);
  });

  it('say what is wrong in the configuration', async () => {
    const read = readConformArguments([url], environment, withWebsites(['123']));
    await expect(read).rejects.toThrow('connector.config.ts: 123 is not a website, for example ha-123.\nUsage:');
  });

  it.each([
    ['an address', ['ftp://connector.example'], /base URL must be/],
    ['an address without credentials', ['https://a:b@connector.example'], /base URL must be/],
    ['an address without a query', [`${url}?x=1`], /base URL must be/],
    ['one address', [url, url], /One base URL/],
    ['known options', [url, '--force'], /--force/],
    ['websites', [url, '--website', '900001'], /--website must be/],
    ['two websites', [url, '--other-website', 'HA-900001'], /must differ/],
  ])('must be %s', async (_, args, message) => {
    await expect(readConformArguments(args, environment)).rejects.toThrow(message);
  });

  it('must hold a secret', async () => {
    await expect(readConformArguments([url], {})).rejects.toThrow(/set IADVIZE_SECRET/);
  });

  it.each([
    'nonsense hunter2',
    '{"key":"hunter2"}',
    '[{"id":"a","value":"hunter2"}]',
    '["hunter2"]',
    '[null]',
    '[{"key":"a","value":1}]',
  ])('do not repeat a parameters file that is wrong: %s', async (content) => {
    const error = await readConformArguments([url, '--parameters', file(content)], environment).catch(String);
    expect(error).toMatch(/must be a JSON array such as \[\{"key"/);
    expect(error).not.toContain('hunter2');
  });
});

describe('npm run conform', () => {
  it('exits with 0 and writes the reports when what was asked for conforms', async () => {
    const server = await startStandIn(({ route }) =>
      route === 'GET /health' ? { status: 200, body: '{"status":"UP"}' } : 404,
    );
    const html = join(folder, 'report.html');
    const args = [server.url, '--secret', 'a-long-secret', '--only', 'health', '--html', html];
    const { code, stdout } = await runCommand('conform', args);
    await server.close();
    expect(stdout).toMatch(/✓ health\/up[\s\S]*5 passed[\s\S]*: Conforms to the contract\n$/);
    expect(readFileSync(html, 'utf8')).toContain('Conforms to the contract');
    expect(code).toBe(0);
  });

  it('exits with 1 and shows the exchange when it does not', async () => {
    const server = await startStandIn(({ route }) => (route === 'GET /health' ? 200 : 404));
    const { code, stdout } = await runCommand('conform', [
      server.url,
      '--secret',
      'a-long-secret',
      '--only',
      'health/up',
    ]);
    await server.close();
    expect(stdout).toContain('✗ health/up\n    The answer is exactly {"status":"UP"}. (contract §7)');
    expect(stdout).toContain(`    > GET ${server.url}/health`);
    expect(code).toBe(1);
  });

  it('exits with 2 and one reason when it cannot run', async () => {
    const { code, stdout, stderr } = await runCommand('conform', ['http://127.0.0.1:1', '--secret', 'a-long-secret']);
    expect(stderr).toMatch(/^The connector cannot be reached: .+\n$/);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });
});
