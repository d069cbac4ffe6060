import { createHash } from 'node:crypto';
import { localAccount, localQueueUrl } from './aws/local-account.ts';

interface Resource {
  Type: string;
  Properties?: Record<string, unknown>;
}

export interface Template {
  Resources: Record<string, Resource>;
  Parameters?: Record<string, { Default?: unknown }>;
  Outputs?: Record<string, { Value: unknown }>;
}

interface Place {
  stackName: string;
  template: Template;
  /** Where the stack's HTTP API is served. */
  apiUrl: string;
  /** Told, in a sentence, of each value that has no counterpart on this machine. */
  onMadeUp: (note: string) => void;
}

export type Resolve = (value: unknown) => unknown;

/**
 * Answers what stands for a value of the template on this machine: names and ARNs of the local account instead of
 * `Ref` and `Fn::GetAtt`, text instead of `Fn::Sub` and `Fn::Join`; a made-up text instead of what only AWS could say, such as
 * where a custom domain leads. Throws where the template refers to what is not in it.
 */
export function templateValues({ stackName, template, apiUrl, onMadeUp }: Place): Resolve {
  const pseudoParameters: Record<string, string> = {
    'AWS::Region': localAccount.region,
    'AWS::AccountId': localAccount.id,
    'AWS::Partition': 'aws',
    'AWS::URLSuffix': 'amazonaws.com',
    'AWS::StackName': stackName,
    'AWS::StackId': arn('cloudformation', `stack/${stackName}/local`),
  };
  const madeUp = (what: string): string => {
    const value = `made-up-${what.match(/\w+/g)?.join('-').toLowerCase()}`;
    onMadeUp(`${what} has no local value: ${value} stands for it.`);
    return value;
  };
  const reference = (name: string): unknown => {
    const parameter = pseudoParameters[name] ?? template.Parameters?.[name]?.Default;
    if (parameter !== undefined) return parameter;
    const resource = template.Resources[name];
    if (!resource) throw new Error(`The template refers to ${name}, which is not in it.`);
    return identityOf(stackName, name, resource).ref;
  };
  const attribute = (name: string, key: string): string => {
    const resource = template.Resources[name];
    if (!resource) throw new Error(`The template refers to ${name}, which is not in it.`);
    if (key === 'Arn') return identityOf(stackName, name, resource).arn;
    if (resource.Type === 'AWS::ApiGatewayV2::Api' && key === 'ApiEndpoint') return apiUrl;
    return madeUp(`${key} of ${name} (${resource.Type})`);
  };
  const substitute = (text: string, own: Record<string, unknown> = {}): string =>
    text.replace(/\$\{(!?)([^}]+)\}/g, (_, escaped: string, name: string) => {
      if (escaped) return `\${${name}}`;
      if (name in own) return String(resolve(own[name]));
      const dot = name.indexOf('.');
      return String(dot < 0 ? reference(name) : attribute(name.slice(0, dot), name.slice(dot + 1)));
    });
  const intrinsics: Record<string, (argument: never) => unknown> = {
    Ref: reference,
    'Fn::GetAtt': (path: string | [string, string]) => {
      const [name, ...keys] = typeof path === 'string' ? path.split('.') : path;
      return attribute(name ?? '', keys.join('.'));
    },
    'Fn::Sub': (text: string | [string, Record<string, unknown>]) =>
      typeof text === 'string' ? substitute(text) : substitute(...text),
    'Fn::Join': ([separator, parts]: [string, unknown[]]) => parts.map(resolve).join(separator),
    'Fn::Select': ([index, list]: [number, unknown]) => {
      const values = resolve(list);
      return Array.isArray(values) ? values[Number(index)] : values;
    },
    'Fn::Split': ([separator, text]: [string, unknown]) => String(resolve(text)).split(separator),
  };
  const resolve: Resolve = (value) => {
    if (Array.isArray(value)) return value.map(resolve);
    if (typeof value !== 'object' || value === null) return value;
    const [[key, argument] = ['', undefined], ...others] = Object.entries(value);
    if (others.length === 0 && (key === 'Ref' || key.startsWith('Fn::'))) {
      const intrinsic = intrinsics[key];
      return intrinsic ? intrinsic(argument as never) : madeUp(`${key} ${JSON.stringify(argument)}`);
    }
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, resolve(inner)]));
  };
  return resolve;
}

/** What CloudFormation would name a resource: the same in every run, so that what is kept stays found. */
function identityOf(
  stackName: string,
  logicalId: string,
  { Type: type, Properties }: Resource,
): { ref: string; arn: string } {
  const name = `${stackName}-${logicalId}`;
  switch (type) {
    case 'AWS::DynamoDB::GlobalTable':
    case 'AWS::DynamoDB::Table':
      return { ref: name, arn: arn('dynamodb', `table/${name}`) };
    case 'AWS::Lambda::Function':
      return { ref: name, arn: arn('lambda', `function:${name}`) };
    case 'AWS::KMS::Key': {
      const id = keyIdOf(name);
      return { ref: id, arn: arn('kms', `key/${id}`) };
    }
    case 'AWS::SecretsManager::Secret': {
      const secret = arn('secretsmanager', `secret:${name}-${digest(name).slice(0, 6)}`);
      return { ref: secret, arn: secret };
    }
    case 'AWS::SQS::Queue': {
      const queue = Properties?.FifoQueue ? `${name}.fifo` : name;
      return { ref: localQueueUrl(queue), arn: arn('sqs', queue) };
    }
    case 'AWS::S3::Bucket': {
      const bucket = name.toLowerCase();
      return { ref: bucket, arn: `arn:aws:s3:::${bucket}` };
    }
    default:
      return { ref: name, arn: arn(type.split('::')[1]?.toLowerCase() ?? 'local', name) };
  }
}

function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${localAccount.region}:${localAccount.id}:${resource}`;
}

function keyIdOf(name: string): string {
  return digest(name).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
