import { randomUUID } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { Refusal } from './refusal.ts';

interface SecretsInput {
  SecretId?: string;
  VersionId?: string;
  VersionStage?: string;
  SecretString?: string;
  ClientRequestToken?: string;
  VersionStages?: string[];
  MoveToVersionId?: string;
  RemoveFromVersionId?: string;
}

const current = 'AWSCURRENT';
const previous = 'AWSPREVIOUS';

/** Secrets with versions and staging labels. A given secret is created when it is missing, else left as it stands. */
export function createSecretsManager(
  state: DatabaseSync,
  secrets: readonly { arn: string; value: string }[],
): Record<string, (input: SecretsInput) => object> {
  const arns = state.prepare('SELECT DISTINCT arn FROM versions');
  const versionOf = state.prepare('SELECT * FROM versions WHERE arn = ? AND id = ?');
  const versionsOf = state.prepare('SELECT * FROM versions WHERE arn = ? ORDER BY createdAt');
  const stageOf = state.prepare('SELECT id FROM stages WHERE arn = ? AND stage = ?');
  const stagesOf = state.prepare('SELECT stage FROM stages WHERE arn = ? AND id = ? ORDER BY stage');
  const addVersion = state.prepare('INSERT INTO versions (arn, id, value, createdAt) VALUES (?, ?, ?, ?)');
  const setStage = state.prepare('INSERT OR REPLACE INTO stages (arn, stage, id) VALUES (?, ?, ?)');
  const removeStage = state.prepare('DELETE FROM stages WHERE arn = ? AND stage = ?');

  function find(secretId: string | undefined): string {
    const arn = arns.all().find((row) => row.arn === secretId || nameOf(String(row.arn)) === secretId)?.arn;
    if (!arn) throw new Refusal('ResourceNotFoundException', "Secrets Manager can't find the specified secret.");
    return String(arn);
  }

  const holderOf = (arn: string, stage: string) => stageOf.get(arn, stage)?.id as string | undefined;
  const labelsOf = (arn: string, id: string) => stagesOf.all(arn, id).map((row) => String(row.stage));

  /** AWSPREVIOUS follows wherever AWSCURRENT leaves. */
  function move(arn: string, stage: string, id: string) {
    const holder = holderOf(arn, stage);
    if (stage === current && holder !== undefined && holder !== id) setStage.run(arn, previous, holder);
    if (stage === current && holderOf(arn, previous) === id) removeStage.run(arn, previous);
    setStage.run(arn, stage, id);
  }

  function put(arn: string, id: string, value: string, stages: readonly string[]) {
    addVersion.run(arn, id, value, Date.now() / 1000);
    for (const stage of stages) move(arn, stage, id);
  }

  for (const { arn, value } of secrets) {
    if (!versionsOf.get(arn)) put(arn, randomUUID(), value, [current]);
  }

  return {
    GetSecretValue({ SecretId, VersionId, VersionStage }) {
      const arn = find(SecretId);
      const id = VersionId ?? holderOf(arn, VersionStage ?? current);
      const version = id === undefined ? undefined : versionOf.get(arn, id);
      const stages = version ? labelsOf(arn, String(version.id)) : [];
      if (!version || (VersionStage !== undefined && !stages.includes(VersionStage))) {
        const what = VersionId ? `VersionId: ${VersionId}` : `staging label: ${VersionStage ?? current}`;
        throw new Refusal(
          'ResourceNotFoundException',
          `Secrets Manager can't find the specified secret value for ${what}`,
        );
      }
      return {
        ARN: arn,
        Name: nameOf(arn),
        VersionId: version.id,
        SecretString: version.value,
        VersionStages: stages,
        CreatedDate: version.createdAt,
      };
    },

    PutSecretValue({ SecretId, SecretString, ClientRequestToken, VersionStages = [current] }) {
      const arn = find(SecretId);
      if (!ClientRequestToken || ClientRequestToken.length < 32 || ClientRequestToken.length > 64) {
        throw new Refusal('InvalidParameterException', 'ClientRequestToken must have between 32 and 64 characters.');
      }
      if (!SecretString) throw new Refusal('InvalidRequestException', 'You must provide SecretString.');
      const existing = versionOf.get(arn, ClientRequestToken);
      if (existing && existing.value !== SecretString) {
        throw new Refusal('ResourceExistsException', 'A version with this token and another value exists already.');
      }
      if (!existing) put(arn, ClientRequestToken, SecretString, VersionStages);
      const stages = labelsOf(arn, ClientRequestToken);
      return { ARN: arn, Name: nameOf(arn), VersionId: ClientRequestToken, VersionStages: stages };
    },

    UpdateSecretVersionStage({ SecretId, VersionStage, MoveToVersionId, RemoveFromVersionId }) {
      const arn = find(SecretId);
      const stage = VersionStage ?? '';
      const holder = holderOf(arn, stage);
      if (MoveToVersionId !== undefined && !versionOf.get(arn, MoveToVersionId)) {
        throw new Refusal(
          'ResourceNotFoundException',
          `Secrets Manager can't find the secret version ${MoveToVersionId}.`,
        );
      }
      if (stage === current && MoveToVersionId === undefined) {
        throw new Refusal('InvalidParameterException', `Staging label ${current} can only be moved, not removed.`);
      }
      if (holder !== MoveToVersionId && holder !== RemoveFromVersionId) {
        throw new Refusal(
          'InvalidParameterException',
          `RemoveFromVersionId must name the version that staging label ${stage} is attached to: ${holder ?? 'none'}.`,
        );
      }
      if (MoveToVersionId === undefined) removeStage.run(arn, stage);
      else move(arn, stage, MoveToVersionId);
      return { ARN: arn, Name: nameOf(arn) };
    },

    DescribeSecret({ SecretId }) {
      const arn = find(SecretId);
      const versions = versionsOf.all(arn);
      const labelled = versions.map((version) => [version.id, labelsOf(arn, String(version.id))] as const);
      return {
        ARN: arn,
        Name: nameOf(arn),
        CreatedDate: versions[0]?.createdAt,
        LastChangedDate: versions.at(-1)?.createdAt,
        VersionIdsToStages: Object.fromEntries(labelled.filter(([, stages]) => stages.length > 0)),
      };
    },
  };
}

/** Secrets Manager appends six random characters to a name to make its ARN. */
function nameOf(arn: string): string {
  return (arn.split(':secret:')[1] ?? arn).replace(/-[A-Za-z0-9]{6}$/, '');
}
