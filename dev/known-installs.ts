import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { currentVersion, statusOf } from '../connector/installs/install.ts';
import { parseRow } from '../connector/installs/install-row.ts';
import type { LocalAwsAccess } from './aws/local-account.ts';
import type { KnownInstall } from './desk/marketplace.ts';

/** What the local install table holds, as a marketplace would tell it; nothing of the credentials. */
export async function readKnownInstalls(aws: LocalAwsAccess, table: string): Promise<KnownInstall[]> {
  const client = new DynamoDBClient(aws);
  try {
    const installs: KnownInstall[] = [];
    for await (const { Items = [] } of paginateScan({ client }, { TableName: table, ConsistentRead: true })) {
      installs.push(...Items.map(knownInstall));
    }
    return installs;
  } finally {
    client.destroy();
  }
}

function knownInstall(item: Record<string, unknown>): KnownInstall {
  const { website, install } = parseRow(item);
  const status = statusOf(install, Date.now());
  const version = currentVersion(install);
  const state = status === 'active' ? 'installed' : status === 'awaiting' ? 'awaiting' : 'absent';
  const since = version?.installedAt;
  return {
    ...{ website, state, connectorVersionId: version && version.id !== 'operator' ? version.id : null },
    since: since === undefined || state === 'absent' ? null : new Date(since).toISOString(),
  };
}
