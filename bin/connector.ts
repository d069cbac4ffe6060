import { App } from 'aws-cdk-lib';
import { catalog, closingForm, routes, source, visitorProfile } from '#connector.config';
import { ConnectorStack } from '../lib/connector-stack.ts';
import { deploymentContext } from '../lib/deployment-context.ts';

const app = new App();
const { stackName, ...deployment } = deploymentContext(app);
new ConnectorStack(app, stackName, { ...deployment, app: { catalog, source, routes, visitorProfile, closingForm } });
