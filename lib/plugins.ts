import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { PluginEndpoint } from './connector-api.ts';

/** A plugin that uses what merchants typed says so by its parameters. */
interface Plugin {
  parameters?: unknown;
}

/** The optional exports of `connector.config.ts` beside the product list. */
export interface Plugins {
  visitorProfile?: (Plugin & { actions?: object }) | undefined;
  closingForm?: Plugin | undefined;
}

/** Every route that a plugin may have: the file of `functions/` that answers it, and the name of its output. */
export const pluginRoutes = {
  'GET /visitor-profile': { name: 'visitor-profile', output: 'VisitorProfileUrl' },
  'POST /visitor-profile': { name: 'visitor-action', output: 'VisitorActionUrl' },
  'GET /closing-form': { name: 'closing-form', output: 'ClosingFormUrl' },
} as const;

/** Those of the plugins that are there; a profile without actions has no endpoint for them. */
export function pluginEndpoints(
  { visitorProfile, closingForm }: Plugins,
  build: (name: string, opensCredentials: boolean) => IFunction,
): (PluginEndpoint & { output: string })[] {
  const hasActions = Object.keys(visitorProfile?.actions ?? {}).length > 0;
  const plugins: [keyof typeof pluginRoutes, Plugin | undefined | false][] = [
    ['GET /visitor-profile', visitorProfile],
    ['POST /visitor-profile', hasActions && visitorProfile],
    ['GET /closing-form', closingForm],
  ];
  return plugins.flatMap(([route, plugin]) => {
    if (!plugin) return [];
    const { name, output } = pluginRoutes[route];
    return { route, name, output, fn: build(name, plugin.parameters !== undefined) };
  });
}
