import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { jsonShop } from '../../docs/examples/json-shop.ts';
import { type Resource, resourcesOf, synthesize, synthesizeAnew } from '../helpers/synthesize.ts';

const none = synthesize();
const source = { read: undefined, parameters: [...jsonShop.parameters, { key: 'language', type: 'selectpicker' }] };
const lists = synthesizeAnew({}, { source });

const routesOf = (of: typeof none) =>
  resourcesOf(of, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties.RouteKey as string);
const isOfLists = (id: string) => /^Options|^Apioptions/.test(id);

it('every list of the form has its route, to one function', () => {
  const added = routesOf(lists).filter((route) => !routesOf(none).includes(route));
  expect(added).toEqual(['GET /options/shown', 'GET /options/language']);
  const functions = resourcesOf(lists, 'AWS::Lambda::Function').filter(([id]) => isOfLists(id));
  expect(functions.map(([, { Properties }]) => Properties.Description)).toEqual(['functions/options.ts']);
  expect(Object.keys(lists.template.Outputs)).toContain('OptionsUrl');
});

it('that function may read the app’s secret, and write its log', () => {
  const policies = resourcesOf(lists, 'AWS::IAM::Policy').filter(([id]) => isOfLists(id));
  const actions = policies.flatMap(([, { Properties }]) =>
    Properties.PolicyDocument.Statement.map(({ Action }: { Action: unknown }) => Action),
  );
  expect(actions).toEqual([['logs:CreateLogStream', 'logs:PutLogEvents'], 'secretsmanager:GetSecretValue']);
});

it('without any, nothing of them is there, and with some, nothing else changes', () => {
  const { OptionsUrl, ...outputs } = lists.template.Outputs;
  expect(none.template.Outputs).toEqual(outputs);
  const others = ({ template }: typeof none) =>
    Object.entries(template.Resources).filter(([id, { Type }]) => !isOfLists(id) && !watches(Type));
  expect(Object.keys(none.template.Resources).filter(isOfLists)).toEqual([]);
  expect(others(lists)).toEqual(others(none));
});

it('without any, no bundle holds a byte of them', () => {
  const maps = globSync('bundles/*/index.cjs.map', { cwd: none.folder });
  expect(maps.length).toBeGreaterThan(0);
  const carried = maps.flatMap((map) => JSON.parse(readFileSync(join(none.folder, map), 'utf8')).sources as string[]);
  expect(carried.filter((path) => /select-field|contract\/options|functions\/options/.test(path))).toEqual([]);
});

/** Alarms and the dashboard sum over the functions that there are. */
const watches = (type: Resource['Type']) => type.startsWith('AWS::CloudWatch::');
