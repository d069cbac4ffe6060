/**
 * The names that the stack and the functions share, and the only place that reads `process.env`.
 * `lib/` imports the names; the code of a function reads the values through `environment`.
 */
export const variables = {
  installTable: 'INSTALL_TABLE_NAME',
  credentialKey: 'CREDENTIAL_KEY_ARN',
  appSecret: 'APP_SECRET_ARN',
  indexBucket: 'INDEX_BUCKET_NAME',
  refreshQueue: 'REFRESH_QUEUE_URL',
  /** Ephemeral storage of the function, in megabytes: what catalog files may fill, up to a share of it. */
  ephemeralStorage: 'EPHEMERAL_STORAGE_MEGABYTES',
  /** CloudWatch namespace of the embedded metrics: the stack's name, so that two forks in one account stay apart. */
  metricNamespace: 'METRIC_NAMESPACE',
  /** Local run only, never in the template: `host:port,…` that shops may be reached at although they are not public. */
  localShops: 'LOCAL_SHOP_HOSTS',
  /** Local run only, never in the template: stands for both base URLs of the platform's REST API 2.0. */
  localIadvizeApi: 'LOCAL_IADVIZE_API_URL',
} as const;

/** Attributes of the install table that the table itself must know: its partition key and its time to live (epoch seconds). */
export const installTableKey = 'website';
export const installTableTtl = 'expiresAt';

/** Counts written as embedded-metric lines; the alarms of `lib/alarms.ts` watch some of them. */
export const metrics = {
  /** A fault of ours, whatever the caller was told: a verification answers it with 200. */
  fault: 'Fault',
  signatureRefused: 'SignatureRefused',
  clockAhead: 'ClockAhead',
  keyDenied: 'KeyDenied',
  webhookPutOff: 'WebhookPutOff',
  eventMalformed: 'EventMalformed',
  eventUnknown: 'EventUnknown',
  productLeftOut: 'ProductLeftOut',
  feedItemSkipped: 'FeedItemSkipped',
  /** A catalog's refresh that failed or was rejected; the last good index stays. */
  refreshFailed: 'RefreshFailed',
  /** A website, at each round of the schedule, whose shop was not read to its end for two days. */
  catalogOverdue: 'CatalogOverdue',
  /** An older version of a catalog, while the newer one is fetched or cannot be. */
  staleCatalogServed: 'StaleCatalogServed',
  /** An index that an install points at, of a format that this version does not read, damaged or gone. */
  catalogUnreadable: 'CatalogUnreadable',
  /** An older version of a catalog, because the newer one cannot be fetched. */
  catalogNotFetched: 'CatalogNotFetched',
  /** What was known before answered for a table, or a secret store, that did not. */
  installRecalled: 'InstallRecalled',
  secretRecalled: 'SecretRecalled',
} as const;

/** Of a stack with events alone, and so apart: what is unused of an object stays in a bundle, an unused object does not. */
export const eventVariables = {
  bus: 'EVENT_BUS_NAME',
  /** A handler's own name, e.g. `on-conversation-closed`, and the queue that calls it. */
  handler: 'EVENT_HANDLER_NAME',
  queue: 'EVENT_QUEUE_URL',
  handledTable: 'HANDLED_EVENTS_TABLE_NAME',
} as const;

/** In the encryption context of a merchant's kept key of the platform's REST API: settings have the website alone. */
export const apiKeyPurpose = 'iadvize-api-key';

/** Of the table of handled events; its time to live is named as the install table's. */
export const handledTableKey = { partition: 'handler', sort: 'eventId' } as const;

export const eventMetrics = {
  /** A `connector.*` event that was stored and did not reach the bus. */
  eventNotPublished: 'EventNotPublished',
  eventHandlerFailed: 'EventHandlerFailed',
} as const;

export type Metric = (typeof metrics)[keyof typeof metrics] | (typeof eventMetrics)[keyof typeof eventMetrics];

function optional(name: string): string | undefined {
  return process.env[name] || undefined;
}

function required(name: string): string {
  const value = optional(name);
  if (value === undefined) throw new Error(`The environment variable ${name} is not set.`);
  return value;
}

export const environment = {
  get installTable() {
    return required(variables.installTable);
  },
  get credentialKey() {
    return required(variables.credentialKey);
  },
  get appSecret() {
    return required(variables.appSecret);
  },
  get indexBucket() {
    return required(variables.indexBucket);
  },
  /** Absent where nothing is refreshed: a live shop's stack has no queue. */
  get refreshQueue() {
    return optional(variables.refreshQueue);
  },
  get ephemeralStorageBytes() {
    return Number(required(variables.ephemeralStorage)) * 2 ** 20;
  },
  get metricNamespace() {
    return required(variables.metricNamespace);
  },
  /** Lower-case `host:port` entries. */
  get localShops(): ReadonlySet<string> {
    return new Set((optional(variables.localShops) ?? '').toLowerCase().split(',').filter(Boolean));
  },
  get localIadvizeApi() {
    return optional(variables.localIadvizeApi);
  },
  /** What the Lambda service (or a command, from the SDK's provider chain) sets; read at every call because credentials expire. */
  get aws() {
    return {
      region: required('AWS_REGION'),
      accessKeyId: required('AWS_ACCESS_KEY_ID'),
      secretAccessKey: required('AWS_SECRET_ACCESS_KEY'),
      sessionToken: optional('AWS_SESSION_TOKEN'),
    };
  },
  /** In place of AWS's own, by the AWS SDK's rules. `service` as the variables name it, e.g. `SECRETS_MANAGER`. */
  endpointUrl(service: string): string | undefined {
    if (process.env.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS === 'true') return undefined;
    return optional(`AWS_ENDPOINT_URL_${service}`) ?? optional('AWS_ENDPOINT_URL');
  },
};

export const eventEnvironment = {
  get bus() {
    return required(eventVariables.bus);
  },
  get handler() {
    return required(eventVariables.handler);
  },
  get queue() {
    return required(eventVariables.queue);
  },
  get handledTable() {
    return required(eventVariables.handledTable);
  },
};
