import { Duration, Size, Stack, Stage } from 'aws-cdk-lib';
import { PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Architecture, Code, Function as LambdaFunction, LoggingFormat, Runtime } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { variables } from '../connector/environment.ts';
import { bundleFunction } from './bundle-function.ts';
import { ExpiringLog } from './expiring-log.ts';

interface ConnectorFunctionProps {
  /** The file of `functions/` that it runs; default: of its own name. */
  file?: string;
  /** Megabytes. */
  memorySize: number;
  /** Default: 25 s. Deadlines nest: a call gives up after 20 s and still answers; the gateway stops waiting after 29 s. */
  timeout?: Duration;
  /** Megabytes of `/tmp` that the function is told it may fill with files. Without it, it is not meant to write any. */
  storage?: number;
  retain: boolean;
}

/** The house Lambda: runs a file of `functions/` and may do nothing but write its own log until it is granted more. */
export class ConnectorFunction extends LambdaFunction {
  constructor(scope: Construct, name: string, props: ConnectorFunctionProps) {
    const { file = name, memorySize, timeout = Duration.seconds(25), storage, retain } = props;
    const id = pascalCase(name);
    const logGroup = new ExpiringLog(scope, `${id}Log`, { retain });
    // Not the managed policy for Lambda: it may write to every log group of the account.
    const role = new Role(scope, `${id}Role`, { assumedBy: new ServicePrincipal('lambda.amazonaws.com') });
    role.addToPolicy(
      new PolicyStatement({
        actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
        resources: [logGroup.logGroupArn],
      }),
    );
    super(scope, id, {
      description: `functions/${file}.ts`,
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code: Code.fromAsset(bundleFunction(file, Stage.of(scope)!.assetOutdir), { exclude: ['*.map'] }),
      memorySize,
      timeout,
      ...(storage !== undefined && { ephemeralStorageSize: Size.mebibytes(storage) }),
      role,
      logGroup,
      loggingFormat: LoggingFormat.JSON,
      environment: {
        [variables.metricNamespace]: Stack.of(scope).stackName,
        ...(storage !== undefined && { [variables.ephemeralStorage]: String(storage) }),
      },
    });
  }
}

function pascalCase(name: string): string {
  return name.replace(/(?:^|[-/])(\w)/g, (_, letter: string) => letter.toUpperCase());
}
