import { randomUUID } from 'node:crypto';
import { callAws } from '../connector/aws/call-aws.ts';
import type { Deadline } from '../connector/deadline.ts';

/**
 * `unchanged`: it was this value already. `rotated`: the value before counts 24 h more. `corrected`: the value before was
 * under 24 h old and counts no more, but the one before that does. `replaced`: likewise, and there was none before that.
 */
export type SetOutcome = 'unchanged' | 'rotated' | 'corrected' | 'replaced';

const current = 'AWSCURRENT';
const previous = 'AWSPREVIOUS';
/** Ours: holds the previous value's version while AWSCURRENT moves, since a version without a label may be deleted. */
const kept = 'CONNECTOR_KEPT';

const day = 24 * 60 * 60_000;

interface SecretVersion {
  VersionId: string;
  SecretString: string;
  /** Epoch seconds. */
  CreatedDate: number;
}

/** The app's secret token in Secrets Manager, for the commands of a developer. */
export function appSecretVersions(arn: string, deadline: Deadline) {
  const call = <Output>(operation: string, input: object) =>
    callAws<Output>('secretsmanager', operation, { SecretId: arn, ...input }, deadline);

  async function holderOf(label: string): Promise<string | undefined> {
    const { VersionIdsToStages } = await call<{ VersionIdsToStages?: Record<string, string[]> }>('DescribeSecret', {});
    return Object.entries(VersionIdsToStages ?? {}).find(([, labels]) => labels.includes(label))?.[0];
  }

  /** `to` undefined takes the label away. */
  async function move(label: string, to: string | undefined): Promise<void> {
    const from = await holderOf(label);
    if (from === to) return;
    await call('UpdateSecretVersionStage', { VersionStage: label, RemoveFromVersionId: from, MoveToVersionId: to });
  }

  /** Also ends a correction that was interrupted. */
  async function putBackPrevious(): Promise<void> {
    const version = await holderOf(kept);
    if (version === undefined) return;
    await move(previous, version);
    await move(kept, undefined);
  }

  return {
    /** Makes `value` the current one. Within 24 h of the last time that corrects it: AWSPREVIOUS stays where it was. */
    async set(value: string): Promise<SetOutcome> {
      await putBackPrevious();
      const before = await call<SecretVersion>('GetSecretValue', { VersionStage: current });
      if (before.SecretString === value) return 'unchanged';
      const put = () => call('PutSecretValue', { SecretString: value, ClientRequestToken: randomUUID() });
      if (Date.now() - before.CreatedDate * 1000 >= day) {
        await put();
        return 'rotated';
      }
      const stays = await holderOf(previous);
      if (stays === undefined) {
        await put();
        await move(previous, undefined);
        return 'replaced';
      }
      await move(kept, stays);
      await put();
      await putBackPrevious();
      return 'corrected';
    },

    /** Ends the previous value at once; false when there is none. */
    async revoke(): Promise<boolean> {
      await putBackPrevious();
      if ((await holderOf(previous)) === undefined) return false;
      await move(previous, undefined);
      return true;
    },
  };
}
