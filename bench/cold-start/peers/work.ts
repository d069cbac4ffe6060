import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { DynamoDBDocumentClient, GetCommand } from '@aws-sdk/lib-dynamodb';
import type { Product } from '../../../connector/catalog/catalog-source.ts';
import { isPresentable, productToWire } from '../../../connector/catalog/to-wire.ts';
import { parseProductsQuery } from '../../../connector/contract/catalog.ts';
import type { WireProduct } from '../../../connector/contract/catalog.ts';
import { verifyQuery } from '../../../connector/endpoint/signature.ts';

// The peers' work, on AWS SDK v3 as its guides write it: clients outside the handler, the document client, `fetch` to the
// shop. What is not the AWS client's or the framework's is the connector's own code, so that it counts alike.

const table = DynamoDBDocumentClient.from(new DynamoDBClient({}));
const kms = new KMSClient({});
const secretsManager = new SecretsManagerClient({});

let secret: Promise<string> | undefined;
const opened = new Map<string, Record<string, unknown>>();

/** For the frameworks that bring their own way to read a secret. */
export async function readSecret(): Promise<string> {
  secret ??= secretsManager
    .send(new GetSecretValueCommand({ SecretId: process.env.APP_SECRET_ARN }))
    .then(({ SecretString }) => SecretString!);
  return secret;
}

/** Answers undefined when the signature is wrong: the framework makes a 401 of it. */
export async function findProducts(
  rawQuery: string,
  signature: string | undefined,
  secret: string,
): Promise<WireProduct[] | undefined> {
  if (!verifyQuery(signature, rawQuery, [secret])) return undefined;
  const { website, text, limit } = parseProductsQuery(rawQuery);
  const { Item: row } = await table.send(
    new GetCommand({ TableName: process.env.INSTALL_TABLE_NAME, Key: { website }, ConsistentRead: true }),
  );
  if (!row?.active) throw new Error('not installed');
  const { url } = await open(website, row.active.sealed);
  const response = await fetch(`${url}?q=${encodeURIComponent(text ?? '')}&limit=${limit}`);
  if (!response.ok) throw new Error(`shop answered ${response.status}`);
  const products = (await response.json()) as Product[];
  return products.filter(isPresentable).map((product) => productToWire(product, 'fr-FR'));
}

async function open(website: string, sealed: string): Promise<Record<string, unknown>> {
  const known = opened.get(sealed);
  if (known) return known;
  const { Plaintext } = await kms.send(
    new DecryptCommand({
      KeyId: process.env.CREDENTIAL_KEY_ARN,
      EncryptionContext: { website },
      CiphertextBlob: Buffer.from(sealed, 'base64'),
    }),
  );
  const credentials = JSON.parse(Buffer.from(Plaintext!).toString());
  opened.set(sealed, credentials);
  return credentials;
}
