import { Aws, Duration, Fn, Stack, Validations } from 'aws-cdk-lib';
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

type Route = keyof typeof routes;

/** Why the gateway authorizes nobody: it has no authorizer that sees the body. */
const open = 'The platform calls it unsigned, as the contract says; the answer is a constant.';
const signed = 'The function verifies the HMAC signature of the platform over the raw bytes.';
const reasons: Partial<Record<Route, string>> = { 'GET /webhooks': open, 'GET /health': open };

/** The longest that the gateway waits; a function ends before it. */
const gatewayTimeout = Duration.seconds(29);

interface ConnectorApiProps {
  functions: Readonly<Record<(typeof routes)[Route], IFunction>>;
  /** The lists of the merchant's form, one route each; undefined without any. */
  options: { routes: readonly string[]; fn: IFunction } | undefined;
  plugins: readonly PluginEndpoint[];
  own: readonly OwnEndpoint[];
  retain: boolean;
}

export interface PluginEndpoint {
  route: string;
  name: string;
  fn: IFunction;
}

/** A route of the fork's own. */
export interface OwnEndpoint extends PluginEndpoint {
  /** Why it may be called unsigned. */
  open?: string | undefined;
}

/** An HTTP API: of the gateway's kinds the one that hands on the raw query string, which the platform signs. */
export class ConnectorApi extends Construct {
  readonly httpApi: HttpApi;

  constructor(scope: Construct, id: string, { functions, options, plugins, own, retain }: ConnectorApiProps) {
    super(scope, id);
    this.httpApi = new HttpApi(this, 'HttpApi', { apiName: Stack.of(this).stackName, createDefaultStage: false });
    for (const route of Object.keys(routes) as Route[]) {
      this.add(routes[route], route, functions[routes[route]], reasons[route] ?? signed);
    }
    for (const route of options?.routes ?? []) this.add(route.slice('GET /'.length), route, options!.fn, signed);
    for (const { route, name, fn } of plugins) this.add(name, route, fn, signed);
    for (const { route, name, fn, open } of own) this.add(`own-${name}`, route, fn, open ?? signed);
    new HttpStage(this, 'DefaultStage', {
      httpApi: this.httpApi,
      stageName: '$default',
      autoDeploy: true,
      // A thousand agents who each open something every ten seconds; beyond it the gateway answers 429 and we pay nothing.
      throttle: { rateLimit: 100, burstLimit: 200 },
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          new ExpiringLog(this, 'AccessLog', { retain, name: this.accessLogName() }),
        ),
        format: AccessLogFormat.custom(JSON.stringify(accessLogFields)),
      },
    });
  }

  url(path: string): string {
    return `${this.httpApi.apiEndpoint}${path}`;
  }

  private add(id: string, route: string, fn: IFunction, reason: string): void {
    const [method, path] = route.split(' ') as [HttpMethod, string];
    const httpRoute = new HttpRoute(this, id, {
      httpApi: this.httpApi,
      routeKey: HttpRouteKey.with(path, method),
      integration: new HttpLambdaIntegration('Function', fn, { timeout: gatewayTimeout }),
    });
    Validations.of(httpRoute).acknowledge({ id: 'AwsSolutions::AwsSolutions-APIG4', reason });
  }

  /**
   * API Gateway lets itself in by a policy of the whole account, which names each log group and holds 5,120 characters; one
   * entry covers all below this prefix. The stack's id keeps it from a log that a stack of this name has left.
   */
  private accessLogName(): string {
    const stackId = Fn.select(2, Fn.split('/', Aws.STACK_ID));
    return `/aws/vendedlogs/${Stack.of(this).stackName}-ApiAccessLog-${stackId}`;
  }
}

/**
 * API Gateway writes values as they are: one that held a quotation mark would break the line, so there is no error message,
 * user agent or path. No query string either: it holds what agents search for. `requestId` leads to the function's line.
 */
const accessLogFields = {
  time: '$context.requestTime',
  requestId: '$context.requestId',
  ip: '$context.identity.sourceIp',
  route: '$context.routeKey',
  status: '$context.status',
  ms: '$context.responseLatency',
  bytes: '$context.responseLength',
  /** Why the gateway itself refused: a word of its own list. */
  error: '$context.error.responseType',
  /** What Lambda answered to the gateway: not 200 where the function crashed, was throttled or took too long. */
  lambdaStatus: '$context.integrationStatus',
  /** Leads to what Lambda itself logged of the call. */
  lambdaRequestId: '$context.awsEndpointRequestId',
};
