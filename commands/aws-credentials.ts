import { fromNodeProviderChain } from '@aws-sdk/credential-providers';

/**
 * Puts the caller's own credentials (profile, SSO, environment …) and the region of `arn` where `connector/aws/` reads
 * them. A command is over before they expire.
 */
export async function useAwsCredentials(arn: string): Promise<void> {
  const { accessKeyId, secretAccessKey, sessionToken } = await fromNodeProviderChain()();
  const [, , , region] = arn.split(':');
  if (!region) throw new Error(`${arn} is not an ARN.`);
  Object.assign(process.env, {
    AWS_REGION: region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken ?? '',
  });
}
