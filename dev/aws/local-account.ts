/** The one account that the local AWS knows: what signs with anything else is refused, as in the cloud. */
export const localAccount = {
  id: '000000000000',
  region: 'eu-west-1',
  accessKeyId: 'LOCALACCESSKEY',
  secretAccessKey: 'local-secret-access-key',
} as const;

/** The variables that make `connector/aws/`, the AWS SDK and the AWS CLI call the local AWS at `url`. */
export function localAwsVariables(url: string): Record<string, string> {
  return {
    AWS_REGION: localAccount.region,
    AWS_ACCESS_KEY_ID: localAccount.accessKeyId,
    AWS_SECRET_ACCESS_KEY: localAccount.secretAccessKey,
    // A token of the developer's own session would be sent along.
    AWS_SESSION_TOKEN: '',
    AWS_ENDPOINT_URL: url,
  };
}

/** As AWS would name it; the local AWS looks at its last part only. */
export function localQueueUrl(name: string): string {
  return `https://sqs.${localAccount.region}.amazonaws.com/${localAccount.id}/${name}`;
}
