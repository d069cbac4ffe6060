import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { rowItem } from '../../connector/installs/install-row.ts';
import { parseWebsite } from '../../connector/website.ts';
import { type LocalServer, listenLocally } from '../../dev/local-server.ts';
import { answerRestCall } from '../../platform/rest-api.ts';

interface CannedServicesOptions {
  secret: string;
  /** Of every website. */
  feed: string;
  catalogFile: Buffer;
}

/** The platform's key that proves every website. */
export const cannedApiKey = 'canned-key';
/** Of greater numbers none is installed. */
export const lastInstalled = 1_000;
const readsOfAnEdition = 500;
const apiKeys = new Map([[cannedApiKey, () => true]]);

/**
 * What the functions call, answered without any state and as fast as can be: AWS with an install of each website and a
 * catalog that has a new edition every few hundred reads, shops (a feed at every path, but 404 at `/missing`), REST API.
 */
export async function startCannedServices({ secret, feed, catalogFile }: CannedServicesOptions): Promise<LocalServer> {
  let reads = 0;
  const twoDaysAgo = Date.now() - 2 * 86_400_000;

  const item = (name: string) => {
    const website = parseWebsite(name)!;
    if (Number(name.split('-')[1]) > lastInstalled) return undefined;
    const edition = Math.floor(reads++ / readsOfAnEdition);
    const index = {
      ...{ key: `${website}/${edition}.sqlite`, bytes: catalogFile.length, builtAt: twoDaysAgo + edition },
      ...{ products: 10, categories: 5 },
    };
    const active = { sealed: 'c2VhbGVk', verifiedAt: twoDaysAgo, catalog: { index } };
    const versions = { first: { installedAt: twoDaysAgo } };
    const install = { versions, verifiedAt: twoDaysAgo, active, pending: undefined };
    return rowItem({ website, revision: 7, install });
  };
  // biome-ignore lint/suspicious/noExplicitAny: the input of any operation.
  const operations: Record<string, (input: any) => object> = {
    GetSecretValue: () => ({ SecretString: secret, CreatedDate: twoDaysAgo / 1000 }),
    GetItem: ({ Key }) => ({ Item: item(Key.website.S) }),
    PutItem: () => ({}),
    Encrypt: () => ({ CiphertextBlob: 'c2VhbGVk' }),
    Decrypt: ({ EncryptionContext: { website } }) => {
      const path = website.endsWith('9') ? 'missing' : website;
      return { Plaintext: Buffer.from(JSON.stringify({ feedUrl: `${server.url}/${path}` })).toString('base64') };
    },
    SendMessage: () => ({ MessageId: 'message' }),
    ChangeMessageVisibility: () => ({}),
  };

  const answerObject = async (request: IncomingMessage, response: ServerResponse) => {
    if (request.method === 'GET' && request.url!.includes('list-type=2')) {
      return response.end('<ListBucketResult></ListBucketResult>');
    }
    if (request.method === 'GET') {
      return response.writeHead(200, { 'content-length': catalogFile.length }).end(catalogFile);
    }
    for await (const _ of request);
    return response.end();
  };
  const server = await listenLocally(
    createServer({ keepAliveTimeout: 60_000 }, async (request, response) => {
      const { url = '', method = '', headers } = request;
      const [, operation] = String(headers['x-amz-target'] ?? '').split('.');
      if (operation) return response.end(JSON.stringify(operations[operation]!(JSON.parse(await text(request)))));
      if (headers.authorization?.startsWith('AWS4')) return answerObject(request, response);
      if (!url.startsWith('/api/2/')) return response.writeHead(url === '/missing' ? 404 : 200).end(feed);
      const { status, contentType, body } = answerRestCall({ method, pathAndQuery: url.slice(6), headers }, apiKeys);
      return response.writeHead(status, { 'content-type': contentType }).end(body);
    }),
    0,
  );
  return server;
}
