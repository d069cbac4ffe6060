import { App } from 'aws-cdk-lib';
import { catalog, events, keepsApiKey, routes, source } from '#connector.config';
import { ConnectorStack } from '../lib/connector-stack.ts';
import { deploymentContext } from '../lib/deployment-context.ts';
import { readOwnHandlers } from '../lib/own-handlers.ts';

const app = new App();
const { stackName, ...deployment } = deploymentContext(app);
new ConnectorStack(app, stackName, {
  ...deployment,
  app: { catalog, source, routes, events, keepsApiKey, handlers: readOwnHandlers() },
});
