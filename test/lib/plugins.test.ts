import { join } from 'node:path';
import { build, type Plugin } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { bundleOptions } from '../../lib/bundle-function.ts';
import { pluginRoutes } from '../../lib/plugins.ts';
import { type Resource, resourcesOf, synthesize, synthesizeAnew } from '../helpers/synthesize.ts';

const without = synthesize();
const withAll = synthesizeAnew({}, { visitorProfile: { parameters: [], actions: { GO: {} } }, closingForm: {} });

type Stack = typeof without;
/** Without the hashes of what was built and of the deployment. */
const plain = (id: string) => id.replace(/[0-9A-F]{8}$/, '');
const namesOf = (stack: Stack) => Object.keys(stack.template.Resources).map(plain);
const routesOf = (stack: Stack) =>
  resourcesOf(stack, 'AWS::ApiGatewayV2::Route').map(([, { Properties }]) => Properties.RouteKey as string);
const policyOf = (stack: Stack, role: string) => {
  const [, policy] = resourcesOf(stack, 'AWS::IAM::Policy').find(([id]) => id.startsWith(role)) as [string, Resource];
  return policy.Properties.PolicyDocument.Statement as { Action: unknown; Condition?: object }[];
};

describe('a stack with plugins', () => {
  it('has their routes, functions and outputs beside those that it has anyway', () => {
    const more = (of: (stack: Stack) => string[]) => of(withAll).filter((each) => !of(without).includes(each));
    expect(more(routesOf).sort()).toEqual(Object.keys(pluginRoutes).sort());
    expect(more(({ template }) => Object.keys(template.Outputs)).sort()).toEqual([
      'ClosingFormUrl',
      'VisitorActionUrl',
      'VisitorProfileUrl',
    ]);
    const foreign = more(namesOf).filter(
      (name) => !/VisitorProfile|VisitorAction|ClosingForm|visitor-|closing-/i.test(name),
    );
    expect(foreign).toEqual([]);
  });

  it('leaves the resources of the others as they are', () => {
    const changed = Object.entries(without.template.Resources).filter(
      ([id, resource]) => JSON.stringify(withAll.template.Resources[id]) !== JSON.stringify(resource),
    );
    // What shows or counts every function.
    expect(changed.map(([id]) => plain(id)).sort()).toEqual([
      'AlarmsDashboard',
      'AlarmsFunctionErrors',
      'AlarmsFunctionThrottles',
    ]);
  });

  it('lets a plugin open credentials only where it says that it uses them, and nothing else', () => {
    const boundToWebsite = expect.objectContaining({ Null: { 'kms:EncryptionContext:website': 'false' } });
    const common = [['logs:CreateLogStream', 'logs:PutLogEvents'], 'secretsmanager:GetSecretValue', 'dynamodb:GetItem'];
    for (const role of ['VisitorProfileRole', 'VisitorActionRole']) {
      const statements = policyOf(withAll, role);
      expect(statements.map(({ Action }) => Action)).toEqual([...common, 'kms:Decrypt']);
      expect(statements.at(-1)?.Condition).toEqual(boundToWebsite);
    }
    expect(policyOf(withAll, 'ClosingFormRole').map(({ Action }) => Action)).toEqual(common);
  });

  it('has no endpoint for actions where there are none', () => {
    const stack = synthesizeAnew({}, { visitorProfile: { actions: {} } });
    expect(routesOf(stack).filter((route) => !routesOf(without).includes(route))).toEqual(['GET /visitor-profile']);
  });
});

const root = join(import.meta.dirname, '../..');

/** Its code, and the files that it is of. */
async function bundle(name: string, contents: string): Promise<{ code: string; files: string[] }> {
  const configured: Plugin = {
    name: 'configured',
    setup(esbuild) {
      esbuild.onResolve({ filter: /^#connector\.config$/ }, () => ({ path: 'configured', namespace: 'configured' }));
      esbuild.onLoad({ filter: /./, namespace: 'configured' }, () => ({ contents, loader: 'ts', resolveDir: root }));
    },
  };
  const { outputFiles, metafile } = await build({
    ...bundleOptions(),
    ...{ entryPoints: [`functions/${name}.ts`], write: false, metafile: true, plugins: [configured] },
  });
  const inputs = Object.entries(Object.values(metafile!.outputs)[0]!.inputs);
  const files = inputs.flatMap(([file, { bytesInOutput }]) => (bytesInOutput > 0 ? [file] : [])).sort();
  return { code: outputFiles![0]!.text, files };
}

describe('the bundles', () => {
  const app = "export { config, catalog, source, routes } from './connector.config.ts';\n";
  const none = 'export const visitorProfile = undefined, closingForm = undefined;';
  const plugins = `export { orderHistory as visitorProfile } from './docs/examples/order-history.ts';
    export { closingReasons as closingForm } from './docs/examples/closing-reasons.ts';`;

  it('of all other functions are of the same files and as long', async () => {
    const names = ['verification', 'categories', 'products', 'webhook-events', 'refresh-catalog', 'schedule-refreshes'];
    for (const name of names) {
      const [before, after] = [await bundle(name, app + none), await bundle(name, app + plugins)];
      expect(after.files, name).toEqual(before.files);
      expect(after.code.length, name).toBe(before.code.length);
      expect(after.files.filter((file) => /plugins?|visitor|closing/.test(file))).toEqual([]);
    }
  });

  it('of a plugin have at most 150 kB, and a form from nothing of the shop carries no way to one', async () => {
    for (const { name } of Object.values(pluginRoutes)) {
      const { code, files } = await bundle(name, app + plugins);
      expect(code.length, name).toBeLessThanOrEqual(150_000);
      if (name === 'closing-form') expect(files.filter((file) => file.includes('guarded-http'))).toEqual([]);
    }
  });
});
