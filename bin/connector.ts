import { App } from 'aws-cdk-lib';
import { catalog, closingForm, events, keepsApiKey, routes, source, visitorProfile } from '#connector.config';
import { ConnectorStack } from '../lib/connector-stack.ts';
import { deploymentContext } from '../lib/deployment-context.ts';
import { readOwnHandlers } from '../lib/own-handlers.ts';

const app = new App();
const { stackName, ...deployment } = deploymentContext(app);
const plugins = { closingForm, visitorProfile };
const reactions = { events, keepsApiKey, handlers: readOwnHandlers() };
new ConnectorStack(app, stackName, { ...deployment, app: { catalog, source, routes, ...plugins, ...reactions } });
