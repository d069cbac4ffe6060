import { Duration, Stack } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  HttpApi,
  type HttpMethod,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { ExpiringLog } from './expiring-log.ts';

/** Every endpoint and the file of `functions/` that answers it. */
export const routes = {
  'POST /verification': 'verification',
  'GET /categories': 'categories',
  'GET /products': 'products',
  'GET /webhooks': 'webhook-availability',
  'POST /webhooks': 'webhook-events',
  'GET /health': 'health',
} as const;

/** The longest that the gateway waits; a function ends before it. */
const gatewayTimeout = Duration.seconds(29);

interface ConnectorApiProps {
  functions: Readonly<Record<(typeof routes)[keyof typeof routes], IFunction>>;
  retain: boolean;
}

/** An HTTP API: of the gateway's kinds the one that hands on the raw query string, which the platform signs. */
export class ConnectorApi extends Construct {
  readonly httpApi: HttpApi;

  constructor(scope: Construct, id: string, { functions, retain }: ConnectorApiProps) {
    super(scope, id);
    this.httpApi = new HttpApi(this, 'HttpApi', { apiName: Stack.of(this).stackName, createDefaultStage: false });
    for (const [route, name] of Object.entries(routes)) {
      const [method, path] = route.split(' ') as [HttpMethod, string];
      new HttpRoute(this, route, {
        httpApi: this.httpApi,
        routeKey: HttpRouteKey.with(path, method),
        integration: new HttpLambdaIntegration(`${route} function`, functions[name], { timeout: gatewayTimeout }),
      });
    }
    new HttpStage(this, 'DefaultStage', {
      httpApi: this.httpApi,
      stageName: '$default',
      autoDeploy: true,
      // A thousand agents who each open something every ten seconds; beyond it the gateway answers 429 and we pay nothing.
      throttle: { rateLimit: 100, burstLimit: 200 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(new ExpiringLog(this, 'AccessLog', { retain })),
        format: AccessLogFormat.custom(JSON.stringify(accessLogFields)),
      },
    });
  }

  url(path: string): string {
    return `${this.httpApi.apiEndpoint}${path}`;
  }
}

/** No query string: it holds what agents search for. `requestId` leads to the function's own line. */
const accessLogFields = {
  time: '$context.requestTime',
  requestId: '$context.requestId',
  ip: '$context.identity.sourceIp',
  route: '$context.routeKey',
  status: '$context.status',
  ms: '$context.responseLatency',
  bytes: '$context.responseLength',
  error: '$context.error.message',
  functionError: '$context.integrationErrorMessage',
};
