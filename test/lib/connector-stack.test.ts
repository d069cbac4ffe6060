import { globSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { variables } from '../../connector/environment.ts';
import { pluginRoutes } from '../../lib/plugins.ts';
import { type Resource, resourcesOf, synthesize, synthesizeAnew } from '../helpers/synthesize.ts';

const dev = synthesize();
const prod = synthesize({ stage: 'prod' });
const live = synthesizeAnew({}, { catalog: { parameters: [] }, source: {} });
const { Resources: resources, Outputs: outputs } = dev.template;

const functions = new Map(resourcesOf(dev, 'AWS::Lambda::Function'));

/** Route key → file of `functions/`, followed through the integration to the function's description. */
const routes = new Map(
  resourcesOf(dev, 'AWS::ApiGatewayV2::Route').map(([, route]) => {
    const integration = resources[route.Properties.Target['Fn::Join'][1][1].Ref]!;
    const fn = functions.get(integration.Properties.IntegrationUri['Fn::GetAtt'][0])!;
    return [route.Properties.RouteKey as string, fn.Properties.Description as string];
  }),
);

const [[, delivery]] = resourcesOf(dev, 'AWS::Lambda::EventSourceMapping') as [[string, Resource]];
const consumer = functions.get(delivery.Properties.FunctionName.Ref)!.Properties;
const [[, rule]] = resourcesOf(dev, 'AWS::Events::Rule') as [[string, Resource]];
const scheduled = functions.get(rule.Properties.Targets[0].Arn['Fn::GetAtt'][0])!.Properties;

describe('endpoints', () => {
  it('every route has its function', () => {
    expect(Object.fromEntries(routes)).toEqual({
      'POST /verification': 'functions/verification.ts',
      'GET /categories': 'functions/categories.ts',
      'GET /products': 'functions/products.ts',
      'GET /webhooks': 'functions/webhook-availability.ts',
      'POST /webhooks': 'functions/webhook-events.ts',
      'GET /health': 'functions/health.ts',
    });
  });

  it('every file of functions/ answers a route, a plugin’s or an event source', () => {
    const files = globSync('functions/*.ts');
    // Only of an app whose form has a list, that has the plugin, or where one takes the place of another.
    const plugins = Object.values(pluginRoutes).map(({ name }) => name);
    const others = [...plugins, 'options', 'verification-keeping-key', 'webhook-events-published'];
    const used = [...routes.values(), consumer.Description, scheduled.Description];
    expect(files.sort()).toEqual([...used, ...others.map((name) => `functions/${name}.ts`)].sort());
  });

  it('payloads are version 2, the one with the raw query string', () => {
    const versions = resourcesOf(dev, 'AWS::ApiGatewayV2::Integration').map(([, { Properties }]) => [
      Properties.PayloadFormatVersion,
      Properties.TimeoutInMillis,
    ]);
    expect(new Set(versions.map(String))).toEqual(new Set(['2.0,29000']));
  });

  it('the default stage throttles and logs each call as a JSON line without its query string', () => {
    const [[, stage]] = resourcesOf(dev, 'AWS::ApiGatewayV2::Stage') as [[string, Resource]];
    expect(stage.Properties).toMatchObject({
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { ThrottlingRateLimit: 100, ThrottlingBurstLimit: 200 },
    });
    const format = JSON.parse(stage.Properties.AccessLogSettings.Format) as Record<string, string>;
    expect(Object.values(format)).toContain('$context.requestId');
    expect(JSON.stringify(format)).not.toMatch(/query|path|header|authorizer/i);
  });

  it('functions run on Node 24, arm64, with JSON logs in a group of their own', () => {
    for (const [, { Properties }] of functions) {
      expect(Properties).toMatchObject({
        Runtime: 'nodejs24.x',
        Architectures: ['arm64'],
        Handler: 'index.handler',
        LoggingConfig: { LogFormat: 'JSON', LogGroup: { Ref: expect.stringMatching(/Log[0-9A-F]{8}$/) } },
      });
    }
  });
});

describe('refreshes', () => {
  const queue = resources[delivery.Properties.EventSourceArn['Fn::GetAtt'][0]]!.Properties;
  const deadLetters = resources[queue.RedrivePolicy.deadLetterTargetArn['Fn::GetAtt'][0]]!.Properties;

  it('endpoints have 25 s, a refresh the longest time that there is, the schedule a minute', () => {
    const seconds = [...functions.values()].map(({ Properties }) => [Properties.Description, Properties.Timeout]);
    expect(Object.fromEntries(seconds)).toEqual({
      ...Object.fromEntries([...routes.values()].map((file) => [file, 25])),
      'functions/refresh-catalog.ts': 900,
      'functions/schedule-refreshes.ts': 60,
    });
  });

  it('messages come one by one, five at a time, and fail one by one; nothing is reserved', () => {
    expect(delivery.Properties).toMatchObject({
      BatchSize: 1,
      FunctionResponseTypes: ['ReportBatchItemFailures'],
      ScalingConfig: { MaximumConcurrency: 5 },
    });
    for (const { Properties } of functions.values()) expect(Properties.ReservedConcurrentExecutions).toBeUndefined();
  });

  it('those of one website come one after another, each for itself', () => {
    for (const { FifoQueue, ContentBasedDeduplication, QueueName } of [queue, deadLetters]) {
      expect([FifoQueue, ContentBasedDeduplication, QueueName]).toEqual([true, undefined, undefined]);
    }
    expect(delivery.Properties.MaximumBatchingWindowInSeconds).toBeUndefined();
  });

  it('a message is out of sight for six runs, comes three times and is then kept two weeks', () => {
    expect(queue).toMatchObject({ VisibilityTimeout: 6 * consumer.Timeout, RedrivePolicy: { maxReceiveCount: 3 } });
    expect(deadLetters.MessageRetentionPeriod).toBe(14 * 24 * 3600);
    for (const { SqsManagedSseEnabled } of [queue, deadLetters]) expect(SqsManagedSseEnabled).toBe(true);
  });

  it('is scheduled hourly, or as often as the deployment says', () => {
    const rate = (of: typeof dev) => resourcesOf(of, 'AWS::Events::Rule')[0]![1].Properties.ScheduleExpression;
    expect([rate(dev), rate(synthesize({ refreshMinutes: '15' }))]).toEqual(['rate(1 hour)', 'rate(15 minutes)']);
  });

  it('the functions that hold catalog files have room for them, and know how much', () => {
    const rooms = [...functions.values()].flatMap(({ Properties: { Description, EphemeralStorage, Environment } }) =>
      EphemeralStorage ? [[Description, EphemeralStorage.Size, Environment.Variables[variables.ephemeralStorage]]] : [],
    );
    expect(rooms.sort()).toEqual(
      ['categories', 'products', 'refresh-catalog'].map((name) => [`functions/${name}.ts`, 10_240, '10240']),
    );
  });

  it('the bucket is private, encrypted, and rids itself of superseded files and unfinished uploads', () => {
    const [[, { Properties }]] = resourcesOf(dev, 'AWS::S3::Bucket') as [[string, Resource]];
    expect(Properties).toEqual({
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
      PublicAccessBlockConfiguration: {
        BlockPublicAcls: true,
        BlockPublicPolicy: true,
        IgnorePublicAcls: true,
        RestrictPublicBuckets: true,
      },
      LifecycleConfiguration: {
        Rules: [
          {
            Id: 'superseded',
            Status: 'Enabled',
            TagFilters: [{ Key: 'superseded', Value: 'true' }],
            ExpirationInDays: 1,
          },
          { Id: 'unfinished', Status: 'Enabled', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 1 } },
        ],
      },
    });
  });
});

describe('the stack of a live shop', () => {
  const types = new Set(Object.values(live.template.Resources).map(({ Type }) => Type));

  it('has no queue, schedule, bucket nor refresh', () => {
    const refreshed = ['AWS::SQS::Queue', 'AWS::S3::Bucket', 'AWS::Events::Rule', 'AWS::Lambda::EventSourceMapping'];
    expect(refreshed.filter((type) => types.has(type))).toEqual([]);
    const sources = resourcesOf(live, 'AWS::Lambda::Function').map(([, { Properties }]) => Properties.Description);
    expect(sources.sort()).toEqual([...routes.values()].sort());
    expect(Object.keys(live.template.Outputs)).toEqual(
      Object.keys(outputs).filter((name) => !/Queue|Bucket/.test(name)),
    );
  });

  it('has no room for files, and no variable of what it lacks', () => {
    for (const [, { Properties }] of resourcesOf(live, 'AWS::Lambda::Function')) {
      expect(Properties.EphemeralStorage).toBeUndefined();
      const { indexBucket, refreshQueue, ephemeralStorage } = variables;
      for (const name of [indexBucket, refreshQueue, ephemeralStorage]) {
        expect(Properties.Environment.Variables).not.toHaveProperty(name);
      }
    }
  });

  it('watches no refresh', () => {
    const alarms = (of: typeof dev) => resourcesOf(of, 'AWS::CloudWatch::Alarm').map(([id]) => id);
    const ofRefreshes = alarms(dev).filter((id) => /Refresh|Catalogs|Schedule/.test(id));
    expect(ofRefreshes).toHaveLength(7);
    expect(alarms(live)).toEqual(alarms(dev).filter((id) => !ofRefreshes.includes(id)));
  });

  it('keeps the ids of all else, so that one shop may take the place of the other', () => {
    const others = Object.keys(live.template.Resources).filter((id) => !(id in resources));
    expect(others).toEqual([]);
  });

  it('must be named as what answers, too', () => {
    expect(() => synthesizeAnew({}, { source: {} })).toThrow('name the live shop as catalog, too');
  });
});

describe('variables', () => {
  it('each function gets those that its grants need', () => {
    const names = [...functions.values()].map(({ Properties }) => [
      Properties.Description.slice('functions/'.length),
      Object.keys(Properties.Environment.Variables).sort(),
    ]);
    const { appSecret, credentialKey, installTable, metricNamespace } = variables;
    const { ephemeralStorage, indexBucket, refreshQueue } = variables;
    const catalog = [appSecret, ephemeralStorage, indexBucket, installTable, metricNamespace];
    expect(Object.fromEntries(names)).toEqual({
      'verification.ts': [appSecret, credentialKey, installTable, metricNamespace, refreshQueue],
      'categories.ts': catalog,
      'products.ts': catalog,
      'webhook-events.ts': [appSecret, installTable, metricNamespace, refreshQueue],
      'webhook-availability.ts': [metricNamespace],
      'health.ts': [metricNamespace],
      'refresh-catalog.ts': [credentialKey, ephemeralStorage, indexBucket, installTable, metricNamespace, refreshQueue],
      'schedule-refreshes.ts': [installTable, metricNamespace, refreshQueue],
    });
  });

  it('nothing of the local run is in the template', () => {
    for (const { template } of [dev, prod]) {
      const text = JSON.stringify(template);
      for (const local of [variables.localShops, variables.localIadvizeApi, 'AWS_ENDPOINT_URL']) {
        expect(text).not.toContain(local);
      }
      expect(text).not.toMatch(/localhost|127\.0\.0\.1|\[::1\]|local-secret|local-api-key/);
    }
  });
});

describe('what the stack keeps', () => {
  const stateful = ['AWS::DynamoDB::GlobalTable', 'AWS::KMS::Key', 'AWS::SecretsManager::Secret', 'AWS::S3::Bucket'];

  it('stateful resources keep their logical ids: a new id is a new, empty resource', () => {
    const ids = stateful.flatMap((type) => resourcesOf(dev, type).map(([id]) => id));
    expect(ids).toEqual(['InstallTableF7C998DE', 'CredentialKey11F4EED8', 'AppSecret048408C8', 'IndexBucketD7AF0947']);
  });

  it('the first value of the secret is generated as ever: any change would write over the token that was set', () => {
    const [[, secret]] = resourcesOf(dev, 'AWS::SecretsManager::Secret') as [[string, Resource]];
    expect(secret.Properties.GenerateSecretString).toEqual({ ExcludePunctuation: true, PasswordLength: 64 });
    expect(secret.Properties.SecretString).toBeUndefined();
  });

  it('the table is keyed by website, on demand, expires rows and can go back 7 days', () => {
    expect(resources.InstallTableF7C998DE!.Properties).toMatchObject({
      KeySchema: [{ AttributeName: 'website', KeyType: 'HASH' }],
      BillingMode: 'PAY_PER_REQUEST',
      TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled: true },
      Replicas: [{ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: 7 } }],
    });
  });

  it('the key rotates', () => {
    expect(resources.CredentialKey11F4EED8!.Properties.EnableKeyRotation).toBe(true);
  });

  it('only prod retains and protects its data', () => {
    const kept = [...stateful, 'AWS::Logs::LogGroup'];
    const policies = (of: typeof dev) =>
      new Set(kept.flatMap((type) => resourcesOf(of, type).map(([, resource]) => resource.DeletionPolicy)));
    const protectedTable = (of: typeof dev) =>
      of.template.Resources.InstallTableF7C998DE!.Properties.Replicas[0].DeletionProtectionEnabled;
    expect([policies(dev), dev.terminationProtection, protectedTable(dev)]).toEqual([
      new Set(['Delete']),
      false,
      false,
    ]);
    expect([policies(prod), prod.terminationProtection, protectedTable(prod)]).toEqual([
      new Set(['Retain']),
      true,
      true,
    ]);
  });

  it('every log group forgets', () => {
    const days = (of: typeof dev) =>
      new Set(resourcesOf(of, 'AWS::Logs::LogGroup').map(([, { Properties }]) => Properties.RetentionInDays));
    expect([days(dev), days(prod)]).toEqual([new Set([7]), new Set([90])]);
  });
});

it('no resource has a physical name, so that two forks live in one account', () => {
  // The name of an API need not be unique, and a policy's is unique in its role.
  const harmless = ['AWS::ApiGatewayV2::Api', 'AWS::IAM::Policy'];
  const physicalName = /^(Table|Function|Role|Topic|Alarm|Dashboard|LogGroup|Alias|Bucket|Queue)?Name$/;
  const named = Object.entries(resources).filter(
    ([, { Type, Properties = {} }]) =>
      !harmless.includes(Type) &&
      Object.entries(Properties).some(([key, value]) => physicalName.test(key) && typeof value === 'string'),
  );
  expect(named).toEqual([]);
});

it('outputs what the developer platform and the commands need', () => {
  expect(Object.keys(outputs)).toEqual([
    'HealthUrl',
    'VerificationUrl',
    'CategoriesUrl',
    'ProductsUrl',
    'WebhookUrl',
    'AppSecretArn',
    'InstallTableName',
    'CredentialKeyArn',
    'IndexBucketName',
    'RefreshQueueUrl',
    'Stage',
  ]);
  expect(outputs.Stage!.Value).toBe('dev');
});
