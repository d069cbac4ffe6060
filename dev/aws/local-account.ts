import { randomBytes } from 'node:crypto';

/** The one account that the local AWS knows. */
export const localAccount = { id: '000000000000', region: 'eu-west-1' } as const;

export interface LocalCredentials {
  accessKeyId: string;
  secretAccessKey: string;
}

/** Where the local AWS answers, and whom: as a client of the AWS SDK takes it. */
export interface LocalAwsAccess {
  endpoint: string;
  region: string;
  credentials: LocalCredentials;
}

/** Random, so that no page or program that has read this file can sign. */
export function newCredentials(): LocalCredentials {
  const accessKeyId = `LOCAL${randomBytes(8).toString('hex').toUpperCase()}`;
  return { accessKeyId, secretAccessKey: randomBytes(30).toString('base64url') };
}

/** That it answers, as the variables of the AWS SDK name them. */
const services = ['DYNAMODB', 'EVENTBRIDGE', 'KMS', 'S3', 'SECRETS_MANAGER', 'SQS'];

/** The variables that make `connector/aws/`, the AWS SDK and the AWS CLI call the local AWS. */
export function localAwsVariables({ endpoint, region, credentials }: LocalAwsAccess): Record<string, string> {
  return {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    // A token of the developer's own session would be sent along.
    AWS_SESSION_TOKEN: '',
    AWS_ENDPOINT_URL: endpoint,
    // What a developer has configured besides would lead elsewhere.
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false',
    ...Object.fromEntries(services.map((service) => [`AWS_ENDPOINT_URL_${service}`, ''])),
  };
}

/** A file for `AWS_CONFIG_FILE`: the AWS CLI and the SDK call the local AWS with the profile `local`. */
export function localAwsConfig({ endpoint, region, credentials }: LocalAwsAccess): string {
  return `[profile local]
region = ${region}
endpoint_url = ${endpoint}
aws_access_key_id = ${credentials.accessKeyId}
aws_secret_access_key = ${credentials.secretAccessKey}
`;
}

/** As AWS would name it; the local AWS looks at its last part only. */
export function localQueueUrl(name: string): string {
  return `https://sqs.${localAccount.region}.amazonaws.com/${localAccount.id}/${name}`;
}
