import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { expect, it } from 'vitest';
import type { OwnRoutes } from '../../connector/connector-config.ts';
import { ownEndpoints } from '../../lib/own-endpoints.ts';

const build = () => ({}) as IFunction;

it('gives each route its function, and why it is open', () => {
  const endpoints = ownEndpoints(
    { 'GET /stock': { name: 'stock' }, 'POST /hooks/{shop}': { name: 'hook', open: 'The shop signs by itself.' } },
    build,
  );
  expect(endpoints.map(({ route, name, open }) => [route, name, open])).toEqual([
    ['GET /stock', 'stock', undefined],
    ['POST /hooks/{shop}', 'hook', 'The shop signs by itself.'],
  ]);
});

const one = { name: 'stock' };
it.each<[string, Record<string, { name: string }>, string]>([
  ['a route of the connector', { 'GET /products': one }, 'GET /products is answered by the connector itself'],
  ['a route of a plugin', { 'GET /closing-form': one }, 'GET /closing-form is answered by the connector itself'],
  ['a route that takes all', { 'GET /{proxy+}': one }, 'must be a method and a path, for example GET /stock'],
  ['every method', { 'ANY /stock': one }, 'must be a method and a path'],
  ['a path without its slash', { 'GET stock': one }, 'must be a method and a path'],
  ['the default route', { $default: one }, 'must be a method and a path'],
  ['a path out of the folder', { 'GET /stock': { name: '../health' } }, 'names ../health: expected lower-case letters'],
  ['a file with its suffix', { 'GET /stock': { name: 'stock.ts' } }, 'names stock.ts'],
  ['one function twice', { 'GET /a': one, 'GET /b': one }, 'names functions/own/stock.ts, as GET /a does'],
  ['a list of the form', { 'GET /options/shown': one }, 'GET /options/shown is answered by the connector itself'],
])('refuses %s', (_, routes, message) => {
  expect(() => ownEndpoints(routes as OwnRoutes, build, ['GET /options/shown'])).toThrow(message);
});
