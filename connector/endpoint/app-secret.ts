import { AwsError } from '../aws/aws-error.ts';
import { callAws } from '../aws/call-aws.ts';
import { isOutage } from '../aws/retrying.ts';
import type { Deadline } from '../deadline.ts';
import { environment, metrics } from '../environment.ts';
import { Problem } from '../errors.ts';
import type { RequestLog } from './request-log.ts';

interface Secrets {
  /** When they were read, in epoch milliseconds as `previousUntil`. */
  at: number;
  current: string;
  /** Counts until `previousUntil`; undefined when there is none. */
  previous: string | undefined;
  previousUntil: number;
}

interface SecretVersion {
  SecretString: string;
  /** Epoch seconds. */
  CreatedDate: number;
}

const previousMilliseconds = 24 * 60 * 60_000;
const cacheMilliseconds = 5 * 60_000;
/** How long the last reading counts while Secrets Manager does not answer. A refusal of its is not covered. */
const recallMilliseconds = 60 * 60_000;
/** How long a call waits for Secrets Manager when there is something to go on with. */
const patience = 1_000;
/** So that a flood of refused calls does not become a flood of calls to Secrets Manager. */
const rereadMilliseconds = 10_000;

let lastRead: Secrets | undefined;
let lastAttempt: { at: number; reread: boolean; settled: boolean; result: Promise<Secrets> } | undefined;

/**
 * The app's secret tokens that sign right now, the current one first; read at most 5 min ago. `reread`, after a refusal
 * (the secret may just have been set): now, or for another refusal at most 10 s ago. While Secrets Manager does not
 * answer: in the last hour, and counted. Throws `temporarily_unavailable` when they cannot be read.
 */
export async function validSecrets(
  deadline: Deadline,
  { reread = false, count }: { reread?: boolean; count?: RequestLog['count'] } = {},
): Promise<readonly string[]> {
  try {
    const recallable = !reread && lastRead && Date.now() - lastRead.at < recallMilliseconds ? lastRead : undefined;
    const share = recallable ? deadline.within(patience) : deadline;
    const { current, previous, previousUntil } = await recentSecrets(share, reread).catch((error) => {
      if (!recallable || !isOutage(error)) throw error;
      count?.(metrics.secretRecalled);
      return recallable;
    });
    return previous !== undefined && Date.now() < previousUntil ? [current, previous] : [current];
  } catch (cause) {
    const detail = 'The signature cannot be checked right now. Try again.';
    throw new Problem('temporarily_unavailable', detail, { cause, retryAfterSeconds: 10 });
  }
}

/** A failed reread leaves what was read before: refused calls must not take the secret away from the others. */
async function recentSecrets(deadline: Deadline, reread: boolean): Promise<Secrets> {
  const now = Date.now();
  if (!reread && lastRead && now - lastRead.at < cacheMilliseconds) return lastRead;
  // Only another refusal's read: any other may have come a moment before the secret was set.
  const isReread = lastAttempt?.reread && now - lastAttempt.at < rereadMilliseconds;
  if (lastAttempt && (reread ? isReread : !lastAttempt.settled)) return lastAttempt.result;

  const attempt = { at: now, reread, settled: false, result: readSecrets(now, deadline) };
  lastAttempt = attempt;
  return attempt.result
    .then((secrets) => {
      lastRead = secrets;
      return secrets;
    })
    .finally(() => {
      attempt.settled = true;
    });
}

async function readSecrets(at: number, deadline: Deadline): Promise<Secrets> {
  const { SecretString: current, CreatedDate } = await readVersion('AWSCURRENT', deadline);
  const previousUntil = CreatedDate * 1000 + previousMilliseconds;
  if (at >= previousUntil) return { at, current, previous: undefined, previousUntil };
  try {
    const { SecretString: previous } = await readVersion('AWSPREVIOUS', deadline);
    return { at, current, previous, previousUntil };
  } catch (error) {
    if (!(error instanceof AwsError && error.code === 'ResourceNotFoundException')) throw error;
    return { at, current, previous: undefined, previousUntil };
  }
}

async function readVersion(stage: 'AWSCURRENT' | 'AWSPREVIOUS', deadline: Deadline): Promise<SecretVersion> {
  const input = { SecretId: environment.appSecret, VersionStage: stage };
  const version = await callAws<Partial<SecretVersion>>('secretsmanager', 'GetSecretValue', input, deadline);
  if (!version.SecretString || !version.CreatedDate) throw new Error(`${stage} of the app secret is not a text.`);
  return version as SecretVersion;
}
