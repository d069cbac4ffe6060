import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { OwnFunction, OwnRoutes } from '../connector/connector-config.ts';
import { type OwnEndpoint, routes as templateRoutes } from './connector-api.ts';
import { pluginRoutes } from './plugins.ts';

/** What API Gateway takes as a path, less its greedy variable, which would take the template's routes over. */
const routePattern = /^(?:GET|POST|PUT|PATCH|DELETE) (?:\/(?:[\w.~-]+|\{\w+\}))+$/;

/**
 * The fork's own routes, each with the function that `build` makes; `taken` are those that this app has besides the template's. Throws
 * an error that names the route and what was expected.
 */
export function ownEndpoints(
  routes: OwnRoutes,
  build: (own: OwnFunction) => IFunction,
  taken: readonly string[] = [],
): OwnEndpoint[] {
  const names = new Map<string, string>();
  return Object.entries(routes).map(([route, own]) => {
    const wrong = (what: string) => new Error(`connector.config.ts, routes: ${route} ${what}.`);
    if (!routePattern.test(route)) throw wrong('must be a method and a path, for example GET /stock');
    const isTaken =
      [templateRoutes, pluginRoutes].some((known) => Object.hasOwn(known, route)) || taken.includes(route);
    if (isTaken) throw wrong('is answered by the connector itself');
    if (!/^[a-z][a-z0-9-]{0,40}$/.test(own.name)) {
      throw wrong(`names ${own.name}: expected lower-case letters, digits and hyphens, for functions/own/<name>.ts`);
    }
    if (own.name.startsWith('on-'))
      throw wrong(`names ${own.name}: functions/own/on-<name>.ts is for handlers of events`);
    const other = names.get(own.name);
    if (other !== undefined)
      throw wrong(`names functions/own/${own.name}.ts, as ${other} does: one function, one route`);
    names.set(own.name, route);
    return { route, name: own.name, fn: build(own), open: own.open };
  });
}
