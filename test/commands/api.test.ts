import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { planReading } from '../../commands/api/plan-reading.ts';
import type { IadvizeApi } from '../../connector/iadvize/api-types.ts';
import type { Resource } from '../../connector/iadvize/resources/resource.ts';
import { resources as declared } from '../../connector/iadvize/resources/resources.ts';
import { parseWebsite } from '../../connector/website.ts';
import { closeShops } from '../helpers/hostile-shop.ts';
import { key, startRestPlatform } from '../helpers/rest-platform.ts';
import { runCommand } from '../helpers/run-command.ts';

const resources: Record<string, Resource> = declared;
let api: IadvizeApi;
beforeAll(async () => {
  api = (await startRestPlatform()).api;
});
afterAll(closeShops);

type Options = Parameters<typeof planReading>[1];

async function read(typed: string, options: Options = {}) {
  const printed: string[] = [];
  const lines: string[] = [];
  const screen = {
    width: 100,
    print: (text: string) => void printed.push(text),
    progress: (line: string) => void lines.push(line),
  };
  await planReading(typed.split(' '), options)!(api, parseWebsite('ha-1')!, screen);
  return { text: printed.join('\n'), progress: lines.filter(Boolean) };
}

describe('npm run api', () => {
  it('lists as a table, with what fits into its width', async () => {
    const { text, progress } = await read('list operator', { filter: ['connected=1'] });
    const [head, ...lines] = text.split('\n');
    expect(head).toMatch(/^ID +NAME +FIRST_NAME +PSEUDO +EMAIL /);
    expect(lines.map((line) => line.split(' ')[0])).toEqual(['11', '9', '7', '5', '3', '1']);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(100);
    expect(text).not.toContain('local-sso');
    expect(progress).toEqual([]);
    expect((await read('list operator', { filter: ['name=nobody'] })).text).toBe('There is none.');
  });

  it('lists as JSON over all pages, with its progress beside it', async () => {
    const { text, progress } = await read('list transaction', { json: true, filter: ['conversation_id=!null'] });
    expect(JSON.parse(text)).toHaveLength(100);
    const all = await read('list visitor');
    expect(all.text.split('\n')).toHaveLength(121);
    expect([progress, all.progress]).toEqual([[], ['Page 1 of 2, 120 entries', 'Page 2 of 2, 120 entries']]);
  });

  it('ends a list after so many entries', async () => {
    const { text, progress } = await read('list visitor', { first: '3' });
    expect(text.split('\n')).toHaveLength(4);
    expect(progress).toEqual(['Page 1 of 2, 120 entries']);
  });

  it.each(Object.keys(resources).filter((name) => resources[name]!.operations?.includes('list')))(
    'lists %s',
    async (name) => {
      expect((await read(`list ${name}`)).text).toMatch(/^ID /);
    },
  );

  it('shows one entry, a conversation as it was spoken, an sso_key never', async () => {
    const { text } = await read('get conversation 500');
    expect(text).toMatch(/^id +500\nchannel +chat\n/);
    expect(text).toMatch(/\n {2}2026-11-2\d \d\d:\d\d:\d\dZ {2}visitor +Hello, is this tent in stock\?\n/);
    expect((await read('get operator 1')).text).toMatch(/\nsso_key +hidden/);
  });

  it('shows live availability, profiles and reports', async () => {
    expect((await read('live', { filter: ['skill_id=2', 'connected=1', 'group_id=1'] })).text).toBe(
      'ID  CONNECTED  CHAT           CALL  VIDEO\n1   yes        available 1/3  off   off',
    );
    expect((await read('live 1')).text).toMatch(/^id +1\nconnected +yes\nchat +enabled yes, slot_number 1,/);
    expect((await read('profile 1')).text).toMatch(/\ncity +Nantes\n/);
    expect((await read('statistic 1')).text).toMatch(/\nexperience +\d+$/);
    const filter = ['indicators=contact_number', 'from=2026-01-01', 'website_list=1,2'];
    expect((await read('statistic', { filter })).text).toMatch(/^contact_number {2}\d+$/);
  });

  it('makes a link that logs an operator in', async () => {
    const { text } = await read('sso 2', { page: '/pupitre' });
    expect(text).toBe('https://ha.iadvize.com/auto-auth.php?auth=local-sso%2Fkey%2B2%3D&url=/pupitre');
    await expect(read('sso 12')).rejects.toThrow('This operator has no sso_key.');
  });

  it.each<[string, Options, string]>([
    ['list agents', {}, 'There is no resource agents: expected one of client, website, '],
    ['list statistic', {}, 'statistic has no list in the documentation. `npm run api -- statistic` reads its report.'],
    ['get callmeeting 1', {}, 'callmeeting has no get in the documentation.'],
    ['get operator x', {}, 'The id must be a number, not x.'],
    ['get operator 1', { filter: ['name=x'] }, '--filter goes with list, live and statistic'],
    ['list operator', { page: '/x' }, '--page goes with sso.'],
    ['list operator', { filter: ['connected'] }, '--filter connected: expected the form name=value.'],
    ['list operator', { filter: ['connected=maybe'] }, 'filters[connected] must be true or false.'],
    ['list operator', { filter: ['nam=x'] }, 'filters[nam] is not documented. There is group_id, '],
    ['get group 99', {}, "Unknown 'group' with 'id' 99."],
  ])('says what is wrong with %s %j', async (typed, options, message) => {
    await expect(read(typed, options)).rejects.toThrow(message);
  });

  it.each(['', 'delete operator 1', 'list', 'get operator', 'live 1 2'])('has no action %j', (typed) => {
    expect(planReading(typed.split(' '), {})).toBeUndefined();
  });
});

it('takes the key from what is piped, or from a prompt, when no variable has it', async () => {
  expect(await runCommand('api', ['list', 'client', '--website', 'ha-1'], `${key}\n`)).toEqual({
    ...{ code: 0, stdout: 'ID  LANG\n1   fr\n', stderr: '' },
  });
});
