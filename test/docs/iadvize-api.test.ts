import { readFileSync } from 'node:fs';
import { afterEach, expect, it } from 'vitest';
import type { Kind, Kinds } from '../../connector/iadvize/resources/kinds.ts';
import type { Resource } from '../../connector/iadvize/resources/resource.ts';
import { resources } from '../../connector/iadvize/resources/resources.ts';
import { parseWebsite } from '../../connector/website.ts';
import { spokenYesterday } from '../../docs/examples/closed-conversations.ts';
import { closeShops } from '../helpers/hostile-shop.ts';
import { key, now, startRestPlatform } from '../helpers/rest-platform.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const page = read('docs/iadvize-api.md');

afterEach(closeShops);

it('shows the example as it is compiled and run', () => {
  expect(page).toContain(`\`\`\`ts\n${read('docs/examples/closed-conversations.ts').trimEnd()}\n\`\`\``);
});

it('the example prints who spoke', async () => {
  await startRestPlatform();
  const lines = await spokenYesterday(parseWebsite('ha-1')!, key, new Date(now));
  expect(lines.length).toBeGreaterThan(0);
  expect(lines[0]).toMatch(/^\d+: \p{L}+ · visitor: .+ \/ operator: Hello, how can I help you\? \/ /u);
});

it('lists every resource with its operations, filters and fields', () => {
  const declared: [string, Resource][] = Object.entries(resources);
  for (const row of declared.flatMap(([name, resource]) => rowsOf(name, resource))) expect(page).toContain(row);
  const documented = [...page.matchAll(/^\| `(\w+)(?: …\/\w+)?` \| /gm)].map(([, name]) => name!);
  expect([...new Set(documented)].sort()).toEqual(Object.keys(resources).sort());
});

it('says what is deprecated where editors see it', () => {
  for (const file of ['people', 'conversations', 'visitors', 'statistic']) {
    const source = read(`connector/iadvize/resources/${file}.ts`);
    const declared = [...source.matchAll(/deprecated\(\s*'([^']+)'/g)].map(([, instead]) => instead);
    const said = [...source.matchAll(/\/\*\* @deprecated (.+) \*\/\n\s*\w+: deprecated\(/g)].map(
      ([, instead]) => instead,
    );
    expect(said, file).toEqual(declared);
  }
});

/** As the page has them. */
function rowsOf(
  name: string,
  { operations = [], filters = {}, fields = {}, parts = {}, actions = {}, report }: Resource,
): string[] {
  const row = (title: string, calls: readonly string[], by: Kinds, has: Kinds) =>
    `| \`${title}\` | ${calls.join(', ')} | ${names(by)} | ${names(has)} |`;
  return [
    ...(operations.length > 0 ? [row(name, operations, filters, fields)] : []),
    ...(report ? [row(name, ['read'], report, {})] : []),
    ...Object.entries(parts).map(([part, { operations, fields }]) =>
      row(`${name} …/${part}`, operations, operations.includes('list') ? filters : {}, fields),
    ),
    ...Object.entries(actions).map(([action, { parameters, fields }]) =>
      row(`${name} …/${action}`, ['post'], parameters, fields),
    ),
  ];
}

function names(kinds: Kinds): string {
  const named = ([name, { deprecated }]: [string, Kind]) => (deprecated ? `~~${name}~~` : name);
  return Object.entries(kinds).map(named).join(', ') || '–';
}
