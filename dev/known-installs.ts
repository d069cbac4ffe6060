import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import type { CatalogState } from '../connector/installs/catalog-state.ts';
import { currentVersion, servingSet, statusOf } from '../connector/installs/install.ts';
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
    catalog: state === 'installed' ? catalogWords(servingSet(install)?.catalog) : null,
  };
}

function catalogWords({ index, pass, refresh }: CatalogState = {}): string | null {
  const number = (count: number) => count.toLocaleString('en-US');
  const reading = pass && `reading ${number(pass.listed)}${pass.announced ? ` of ${number(pass.announced)}` : ''}`;
  const words = [
    index && `${number(index.products)} products${index.partial ? ' so far' : ''}`,
    pass?.notBefore === undefined
      ? reading
      : `waiting until ${new Date(pass.notBefore).toISOString()}, as the shop asks`,
    refresh?.detail && `${refresh.outcome}: ${refresh.detail}`,
  ];
  return words.filter(Boolean).join('; ') || null;
}
