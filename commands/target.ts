import { variables } from '../connector/environment.ts';
import { readRunFile } from '../dev/run-file.ts';
import { useAwsCredentials } from './aws-credentials.ts';
import { readStackOutputs } from './stack-outputs.ts';

/**
 * Makes the code of `connector/` in this process work on a deployed stack with the caller's own AWS credentials, or, when
 * no stack is named, on the local run. Answers what to call it, and its outputs.
 */
export async function useTarget(options: { stack?: string | undefined; outputs: string }) {
  if (options.stack === undefined) {
    const { environment, outputs } = readRunFile();
    Object.assign(process.env, environment);
    useOutputs(outputs);
    return { name: 'the local run', outputs };
  }
  const { stack, ...outputs } = readStackOutputs(options.outputs, options.stack);
  await useAwsCredentials(outputs.CredentialKeyArn);
  useOutputs(outputs);
  return { name: stack, outputs };
}

function useOutputs(outputs: Record<string, string | undefined>): void {
  process.env[variables.installTable] = outputs.InstallTableName;
  process.env[variables.credentialKey] = outputs.CredentialKeyArn;
  process.env[variables.appSecret] = outputs.AppSecretArn;
  // What is undefined would become the text of it.
  if (outputs.IndexBucketName) process.env[variables.indexBucket] = outputs.IndexBucketName;
  if (outputs.RefreshQueueUrl) process.env[variables.refreshQueue] = outputs.RefreshQueueUrl;
}
