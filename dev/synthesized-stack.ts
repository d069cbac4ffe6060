import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import type { LocalRule } from './aws/event-bridge.ts';
import type { LocalQueue } from './aws/sqs.ts';
import { type EventSources, readEventSources } from './stack-event-sources.ts';
import { type Resolve, type Template, templateValues } from './template-values.ts';

/** One stack of a cloud assembly, in local names. */
export interface SynthesizedStack extends EventSources {
  name: string;
  functions: StackFunction[];
  /** E.g. `GET /products`, and the logical id of the function that answers it. */
  routes: { routeKey: string; functionId: string }[];
  tables: CreateTableCommandInput[];
  /** ARNs. */
  keys: string[];
  secrets: string[];
  queues: LocalQueue[];
  /** Of event buses. */
  rules: LocalRule[];
  /** Names. */
  buckets: string[];
  outputs: Record<string, string>;
  /** What of it only AWS could say, a sentence each. */
  notes: string[];
}

export interface StackFunction {
  id: string;
  name: string;
  arn: string;
  /** The file of `functions/` that was bundled, from the function's description; undefined when it names none. */
  source: string | undefined;
  /** The folder that the CDK would upload. */
  folder: string;
  /** `file.export`, as Lambda reads it. */
  handler: string;
  timeoutSeconds: number;
  memoryMegabytes: number;
  variables: Record<string, string>;
}

/** Reads the only stack in a cloud assembly. `apiUrl` stands for the endpoint of its HTTP API. */
export function readSynthesizedStack(cdkOut: string, apiUrl: string): SynthesizedStack {
  const read = (file: string) => JSON.parse(readFileSync(join(cdkOut, file), 'utf8'));
  const artifacts: Artifact[] = Object.values(read('manifest.json').artifacts);
  const [stack, ...others] = artifacts.filter(({ type }) => type === 'aws:cloudformation:stack');
  if (!stack?.properties?.templateFile || others.length > 0) {
    throw new Error(`${cdkOut} must hold one stack; it holds ${others.length + (stack ? 1 : 0)}.`);
  }
  const name = stack.displayName ?? stack.properties.templateFile.replace(/\.template\.json$/, '');
  const template: Template = read(stack.properties.templateFile);
  const folders = new Map<string, string>();
  for (const { type, properties } of artifacts) {
    if (type !== 'cdk:asset-manifest' || !properties?.file) continue;
    for (const { source, destinations } of Object.values<Asset>(read(properties.file).files)) {
      for (const { objectKey } of Object.values(destinations)) folders.set(objectKey, join(cdkOut, source.path));
    }
  }
  const notes = new Set<string>();
  const resolve = templateValues({ stackName: name, template, apiUrl, onMadeUp: (note) => notes.add(note) });
  return { ...describe(name, template, folders, resolve), notes: [...notes] };
}

function queueNameOf(arn: string): string {
  return arn.slice(arn.lastIndexOf(':') + 1);
}

interface Artifact {
  type: string;
  displayName?: string;
  properties?: { templateFile?: string; file?: string };
}

interface Asset {
  source: { path: string };
  destinations: Record<string, { objectKey: string }>;
}

function describe(
  name: string,
  template: Template,
  folders: ReadonlyMap<string, string>,
  resolve: Resolve,
): Omit<SynthesizedStack, 'notes'> {
  const ofType = (...types: string[]) =>
    Object.entries(template.Resources).filter(([, { Type }]) => types.includes(Type));
  const arnOf = (id: string) => String(resolve({ 'Fn::GetAtt': [id, 'Arn'] }));
  const nameOf = (id: string) => String(resolve({ Ref: id }));

  const functions = ofType('AWS::Lambda::Function').map(([id, { Properties = {} }]): StackFunction => {
    // biome-ignore lint/suspicious/noExplicitAny: a template has no type, and what CloudFormation requires is there.
    const { Code, Description, Environment, Handler, MemorySize = 128, Timeout = 3 } = resolve(Properties) as any;
    const folder = folders.get(Code.S3Key);
    if (!folder) throw new Error(`The code of ${id} is not among the assets.`);
    return {
      id,
      name: nameOf(id),
      arn: arnOf(id),
      source: /^functions\/(?:own\/|\.\.\/docs\/examples\/)?[\w-]+\.ts$/.test(Description) ? Description : undefined,
      folder,
      handler: Handler,
      timeoutSeconds: Timeout,
      memoryMegabytes: MemorySize,
      variables: Environment?.Variables ?? {},
    };
  });
  const functionIdOf = (integrationId: string) => {
    const uri = resolve(template.Resources[integrationId]?.Properties?.IntegrationUri);
    const target = functions.find(({ arn }) => typeof uri === 'string' && uri.includes(arn));
    if (!target) throw new Error(`The integration ${integrationId} leads to no function of the stack.`);
    return target.id;
  };
  const integrations = new Map(ofType('AWS::ApiGatewayV2::Integration').map(([id]) => [nameOf(id), id]));
  const routes = ofType('AWS::ApiGatewayV2::Route').map(([, { Properties = {} }]) => {
    const { RouteKey, Target } = resolve(Properties) as { RouteKey: string; Target: string };
    return {
      routeKey: RouteKey,
      functionId: functionIdOf(integrations.get(Target.replace('integrations/', '')) ?? ''),
    };
  });

  return {
    name,
    functions,
    routes,
    tables: ofType('AWS::DynamoDB::GlobalTable', 'AWS::DynamoDB::Table').map(([id, { Properties = {} }]) => {
      // Of a global table, what makes a local one: the rest (replicas, backups, time to live) is the service's own care.
      const { AttributeDefinitions, KeySchema, GlobalSecondaryIndexes, LocalSecondaryIndexes } = resolve(
        Properties,
      ) as CreateTableCommandInput;
      const indexes = { ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes }) };
      if (LocalSecondaryIndexes) Object.assign(indexes, { LocalSecondaryIndexes });
      return { TableName: nameOf(id), AttributeDefinitions, KeySchema, BillingMode: 'PAY_PER_REQUEST', ...indexes };
    }),
    keys: ofType('AWS::KMS::Key').map(([id]) => arnOf(id)),
    secrets: ofType('AWS::SecretsManager::Secret').map(([id]) => nameOf(id)),
    queues: ofType('AWS::SQS::Queue').map(([id, { Properties = {} }]): LocalQueue => {
      // biome-ignore lint/suspicious/noExplicitAny: as above.
      const { VisibilityTimeout, RedrivePolicy } = resolve(Properties) as any;
      const { deadLetterTargetArn: deadLetterArn, maxReceiveCount } = RedrivePolicy ?? {};
      return {
        name: queueNameOf(arnOf(id)),
        ...(VisibilityTimeout !== undefined && { visibilityTimeoutSeconds: VisibilityTimeout }),
        ...(RedrivePolicy && { redrive: { deadLetterArn, maxReceiveCount } }),
      };
    }),
    rules: ofType('AWS::Events::Rule').flatMap(([id, { Properties = {} }]): LocalRule[] => {
      // biome-ignore lint/suspicious/noExplicitAny: as above.
      const { EventPattern, EventBusName, Targets = [] } = resolve(Properties) as any;
      if (!EventPattern) return [];
      const { source, 'detail-type': detailTypes, ...others } = EventPattern;
      if (Object.keys(others).length > 0) throw new Error(`The rule ${id} asks for more than source and type.`);
      const queues = Targets.map(({ Arn }: { Arn: string }) => queueNameOf(Arn));
      return [{ bus: EventBusName, sources: source, detailTypes, queues }];
    }),
    buckets: ofType('AWS::S3::Bucket').map(([id]) => nameOf(id)),
    ...readEventSources(template, resolve, functions),
    outputs: Object.fromEntries(
      Object.entries(template.Outputs ?? {}).map(([key, { Value }]) => [key, String(resolve(Value))]),
    ),
  };
}
