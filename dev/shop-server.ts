import { EventEmitter } from 'node:events';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { basename, extname, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Exchange } from '../platform/exchange.ts';
import type { ApiKeys } from '../platform/rest-api.ts';
import { type LocalServer, listenLocally } from './local-server.ts';
import { isFromPageElsewhere } from './refuse-stranger.ts';
import { restApiPath, restApiServer } from './rest-api-server.ts';
import { answerShopCall, sampleFeedPath } from './sample-shop/sample-shop.ts';
import { serveCall } from './sample-shop/serve-call.ts';
import { clearWeather, disturb, type Weather } from './sample-shop/weather.ts';

/** The key that proves any website up to number 999,999 in the local run; beyond are other people's websites. */
export const localApiKey = 'local-api-key';

const keys: ApiKeys = new Map([[localApiKey, (website) => website < 1_000_000]]);

interface ShopServer extends LocalServer {
  sampleFeedUrl: string;
  /** Base URL of the platform's REST API. */
  restApiUrl: string;
  /** From now on the listener is told every call of that API. */
  onRestCall(listener: (exchange: Exchange) => void): void;
  /** Of the given file, served at a path that contains `feed`; undefined without one. */
  feedFileUrl: string | undefined;
  /** Troubles the shop and the file, not the REST API. */
  weather: Weather;
}

/** One local server for what lies outside the connector: the sample shop, a feed file, the platform's REST API. */
export async function startShopServer(port: number, feedFile?: string): Promise<ShopServer> {
  if (feedFile) await requireFile(feedFile);
  const feedFilePath = feedFile && `/feed/${encodeURIComponent(basename(feedFile))}`;
  const weather = clearWeather();
  const restCalls = new EventEmitter<{ call: [Exchange] }>();
  const answerRestApi = restApiServer({ keys, onCall: (exchange) => void restCalls.emit('call', exchange) });
  const server = createServer(async (request, response) => {
    const { url: target = '/', headers } = request;
    const path = target.replace(/\?.*/, '');
    try {
      if (path.startsWith(`${restApiPath}/`)) {
        // The shop's pages and pictures are everybody's; who may ask for a website is not a page's to find out.
        if (isFromPageElsewhere(headers)) return void response.writeHead(403).end();
        await answerRestApi(request, response);
      } else if (await disturb(weather, request, response)) {
        return;
      } else if (feedFile && path === feedFilePath) {
        await sendFile(feedFile, response, headers['if-none-match']);
      } else {
        await serveCall(answerShopCall, request, response);
      }
    } catch {
      if (response.headersSent) response.destroy();
      else response.writeHead(500).end();
    }
  });
  const local = await listenLocally(server, port);
  return {
    ...local,
    weather,
    sampleFeedUrl: local.url + sampleFeedPath,
    restApiUrl: local.url + restApiPath,
    onRestCall: (listener) => void restCalls.on('call', listener),
    feedFileUrl: feedFilePath && local.url + feedFilePath,
  };
}

async function requireFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => undefined);
  if (!found?.isFile()) throw new Error(`There is no file ${resolve(file)}.`);
}

const types: Record<string, string> = {
  '.csv': 'text/csv',
  '.gz': 'application/gzip',
  '.tsv': 'text/tab-separated-values',
  '.txt': 'text/plain',
  '.xml': 'application/xml',
};

async function sendFile(file: string, response: ServerResponse, ifNoneMatch: string | undefined): Promise<void> {
  const { size, mtimeMs } = await stat(file);
  const etag = `"${size.toString(36)}-${Math.round(mtimeMs).toString(36)}"`;
  if (ifNoneMatch === etag) {
    response.writeHead(304, { etag }).end();
    return;
  }
  const type = types[extname(file).toLowerCase()] ?? 'application/octet-stream';
  response.writeHead(200, { etag, 'content-type': type, 'content-length': size });
  await pipeline(createReadStream(file), response);
}
