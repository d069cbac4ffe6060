// biome-ignore-all lint/suspicious/noTemplateCurlyInString: CloudFormation writes its placeholders like this.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Writes a cloud assembly as the CDK would, with one function of the given CommonJS source behind `POST /echo`,
 * `GET /echo`, a queue and an hourly schedule; answers its folder.
 */
export function writeSmallAssembly(source: string, { timeout = 3 } = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  const write = (file: string, content: unknown) => writeFileSync(join(folder, file), JSON.stringify(content));
  mkdirSync(join(folder, 'asset.1'));
  writeFileSync(join(folder, 'asset.1', 'index.cjs'), source);
  write('manifest.json', {
    artifacts: {
      'small.assets': { type: 'cdk:asset-manifest', properties: { file: 'small.assets.json' } },
      small: {
        type: 'aws:cloudformation:stack',
        displayName: 'small',
        properties: { templateFile: 'small.template.json' },
      },
      Tree: { type: 'cdk:tree', properties: { file: 'tree.json' } },
    },
  });
  write('small.assets.json', {
    files: { 1: { source: { path: 'asset.1' }, destinations: { here: { objectKey: 'one.zip' } } } },
  });
  write('small.template.json', template(timeout));
  return folder;
}

function template(timeout: number) {
  const route = (RouteKey: string) => ({
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: { RouteKey, Target: { 'Fn::Join': ['', ['integrations/', { Ref: 'EchoIntegration' }]] } },
  });
  return {
    Parameters: { Level: { Type: 'String', Default: 'info' } },
    Resources: {
      Table: {
        Type: 'AWS::DynamoDB::GlobalTable',
        Properties: {
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          BillingMode: 'PAY_PER_REQUEST',
          Replicas: [{ Region: { Ref: 'AWS::Region' } }],
        },
      },
      Key: { Type: 'AWS::KMS::Key', Properties: {} },
      Secret: { Type: 'AWS::SecretsManager::Secret', Properties: {} },
      Bucket: { Type: 'AWS::S3::Bucket' },
      DeadLetters: { Type: 'AWS::SQS::Queue', Properties: { FifoQueue: true } },
      Queue: {
        Type: 'AWS::SQS::Queue',
        Properties: {
          FifoQueue: true,
          VisibilityTimeout: 90,
          RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['DeadLetters', 'Arn'] }, maxReceiveCount: 3 },
        },
      },
      Delivery: {
        Type: 'AWS::Lambda::EventSourceMapping',
        Properties: {
          EventSourceArn: { 'Fn::GetAtt': ['Queue', 'Arn'] },
          FunctionName: { Ref: 'Echo' },
          BatchSize: 1,
          FunctionResponseTypes: ['ReportBatchItemFailures'],
          ScalingConfig: { MaximumConcurrency: 2 },
        },
      },
      Hourly: {
        Type: 'AWS::Events::Rule',
        Properties: {
          ScheduleExpression: 'rate(1 hour)',
          State: 'ENABLED',
          Targets: [{ Id: 'Target0', Arn: { 'Fn::GetAtt': ['Echo', 'Arn'] } }],
        },
      },
      Echo: {
        Type: 'AWS::Lambda::Function',
        Properties: {
          Code: { S3Bucket: { 'Fn::Sub': 'assets-${AWS::AccountId}' }, S3Key: 'one.zip' },
          Description: 'functions/echo.ts',
          Environment: {
            Variables: {
              TABLE: { Ref: 'Table' },
              KEY: { 'Fn::GetAtt': ['Key', 'Arn'] },
              SECRET: { Ref: 'Secret' },
              BUCKET: { Ref: 'Bucket' },
              QUEUE: { Ref: 'Queue' },
              LEVEL: { Ref: 'Level' },
              TEXT: { 'Fn::Sub': '${AWS::StackName}/${Table}/${!kept}' },
            },
          },
          Handler: 'index.handler',
          MemorySize: 128,
          Timeout: timeout,
        },
      },
      EchoIntegration: {
        Type: 'AWS::ApiGatewayV2::Integration',
        Properties: { IntegrationUri: { 'Fn::GetAtt': ['Echo', 'Arn'] }, PayloadFormatVersion: '2.0' },
      },
      Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: {} },
      PostEcho: route('POST /echo'),
      GetEcho: route('GET /echo'),
    },
    Outputs: { EchoUrl: { Value: { 'Fn::Join': ['', [{ 'Fn::GetAtt': ['Api', 'ApiEndpoint'] }, '/echo']] } } },
  };
}
