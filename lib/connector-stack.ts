import { CfnOutput, Stack } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { Alarms } from './alarms.ts';
import { AppSecret } from './app-secret.ts';
import { ConnectorApi } from './connector-api.ts';
import { ConnectorFunction } from './connector-function.ts';
import { CredentialKey } from './credential-key.ts';
import type { Deployment } from './deployment-context.ts';
import { InstallTable } from './install-table.ts';

/**
 * Memory buys CPU: 1,769 MB is one whole core, which parsing and indexing a shop's feed before the deadline needs (and
 * the index of 20,000 products stays in memory). An event is a few calls to AWS; the open endpoints only have to load.
 */
const memory = { catalog: 1769, event: 512, open: 256 };

/** One deployment of the connector: who may do what stands here, line by line. */
export class ConnectorStack extends Stack {
  constructor(scope: Construct, id: string, { stage, alarmEmail }: Deployment) {
    const retain = stage === 'prod';
    super(scope, id, { description: 'iAdvize product-list connector', terminationProtection: retain });

    const installs = new InstallTable(this, 'InstallTable', { retain });
    const key = new CredentialKey(this, 'CredentialKey', { retain });
    const secret = new AppSecret(this, 'AppSecret', { retain });

    const endpoint = (name: string, memorySize: number) => new ConnectorFunction(this, name, { memorySize, retain });
    const functions = {
      verification: endpoint('verification', memory.catalog),
      categories: endpoint('categories', memory.catalog),
      products: endpoint('products', memory.catalog),
      'webhook-availability': endpoint('webhook-availability', memory.open),
      'webhook-events': endpoint('webhook-events', memory.event),
      health: endpoint('health', memory.open),
    };
    for (const signed of ['verification', 'categories', 'products', 'webhook-events'] as const) {
      secret.grantRead(functions[signed]);
    }
    for (const reader of [functions.categories, functions.products]) {
      installs.grantRead(reader);
      key.grantOpen(reader);
    }
    installs.grantWrite(functions.verification);
    key.grantSeal(functions.verification);
    installs.grantWrite(functions['webhook-events']);

    const api = new ConnectorApi(this, 'Api', { functions, retain });
    new Alarms(this, 'Alarms', { api, functions: Object.values(functions), email: alarmEmail });

    const outputs = {
      HealthUrl: api.url('/health'),
      VerificationUrl: api.url('/verification'),
      CategoriesUrl: api.url('/categories'),
      ProductsUrl: api.url('/products'),
      WebhookUrl: api.url('/webhooks'),
      AppSecretArn: secret.arn,
      InstallTableName: installs.name,
      CredentialKeyArn: key.arn,
      Stage: stage,
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}
