import http, { type ClientRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import https from 'node:https';
import type { Deadline } from '../deadline.ts';
import { environment } from '../environment.ts';
import { AwsError, type AwsService, type Failed } from './aws-error.ts';

/** Takes the bytes of an answer as they come. What it throws ends the call. */
export interface Sink<Output> {
  write(chunk: Buffer): void;
  /** The answer came whole. */
  end(): Output;
  /** It will not. */
  abandon?(): void;
}

interface Exchange<Output> {
  /** Signed. */
  request: RequestOptions;
  endpoint: Endpoint;
  /** Sends the body. `onProgress` is told that it goes on, and what broke. */
  send: (request: ClientRequest, onProgress: (error?: Error) => void) => void;
  receive: (response: IncomingMessage) => Sink<Output>;
  /** Milliseconds in which nothing may happen before the connection counts as dead. */
  silence: number;
  deadline: Deadline;
  failed: Failed;
}

type Endpoint = ReturnType<typeof endpointOf>;

const plain = { connect: http.request, agent: new http.Agent({ keepAlive: true }) };
const secure = { connect: https.request, agent: new https.Agent({ keepAlive: true }) };

/** Of the partitions whose domain is not `amazonaws.com`, by how their regions begin. */
const domains: Record<string, string> = {
  cn: 'amazonaws.com.cn',
  eusc: 'amazonaws.eu',
  'us-iso': 'c2s.ic.gov',
  'us-isob': 'sc2s.sgov.gov',
  'eu-isoe': 'cloud.adc-e.uk',
  'us-isof': 'csp.hci.ic.gov',
};

/** Where the service is answered, below which path, and what connects there. */
export function endpointOf(service: AwsService | 's3', bucket?: string) {
  const { region } = environment.aws;
  const configured = environment.endpointUrl(service === 'secretsmanager' ? 'SECRETS_MANAGER' : service.toUpperCase());
  const domain = domains[/^(cn|eusc|..-iso\w?)(?=-)/.exec(region)?.[0] ?? ''] ?? 'amazonaws.com';
  const name = bucket === undefined ? service : `${bucket}.${service}`;
  const { protocol, host, hostname, port, pathname } = new URL(configured ?? `https://${name}.${region}.${domain}`);
  // One host stands for all buckets there.
  const folder =
    pathname.replace(/\/+/g, '/').replace(/\/$/, '') + (configured && bucket !== undefined ? `/${bucket}` : '');
  // An IPv6 address: its brackets are the URL's.
  const address = hostname.replace(/^\[|\]$/g, '');
  return { host, hostname: address, port, folder, ...(protocol === 'http:' ? plain : secure) };
}

/**
 * One request and its answer, by events and one timer: streams that are iterated and signals that are joined cost the first
 * call on a new instance 5 ms more. Throws AwsError.
 */
export function exchange<Output>(call: Exchange<Output>): Promise<Output> {
  const { request: options, endpoint, send, receive, silence, deadline, failed } = call;
  return new Promise((resolve, reject) => {
    let sink: Sink<Output> | undefined;
    let watch: NodeJS.Timeout | undefined;
    let over = false;

    const listen = () => {
      clearTimeout(watch);
      watch = setTimeout(() => fail(failed('TimeoutError')), Math.min(silence, deadline.remaining()));
    };
    const fail = (error: unknown) => {
      if (over) return;
      over = true;
      clearTimeout(watch);
      // What was refused before its body was sent would hold its connection.
      request.destroy();
      const code = (error as NodeJS.ErrnoException).code ?? 'UnknownError';
      reject(error instanceof AwsError ? error : failed(code, 0, '', error));
      // Last: whatever the file system does then, the call has ended.
      sink?.abandon?.();
    };
    const guarded = (step: () => void) => {
      try {
        if (!over) step();
      } catch (error) {
        fail(error);
      }
    };

    const request = endpoint.connect({ ...options, agent: endpoint.agent });
    request.on('error', fail);
    request.on('response', (response) => {
      response.on('error', fail);
      response.on('data', (chunk: Buffer) => {
        guarded(() => {
          listen();
          sink?.write(chunk);
        });
      });
      response.on('end', () => {
        guarded(() => {
          const output = sink!.end();
          over = true;
          clearTimeout(watch);
          // An answer before the body was sent whole: the rest would be taken for the next request.
          if (!request.writableFinished) request.destroy();
          resolve(output);
        });
      });
      guarded(() => {
        sink = receive(response);
      });
    });
    listen();
    send(request, (error) => (error ? fail(error) : listen()));
  });
}

/** The answer's text, in UTF-8. Throws `InvalidResponse` for more than `maxBytes`. */
export function textSink<Output>(maxBytes: number, failed: Failed, read: (text: string) => Output): Sink<Output> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return {
    write(chunk) {
      bytes += chunk.length;
      if (bytes > maxBytes) throw failed('InvalidResponse', 0, 'larger than any answer');
      chunks.push(chunk);
    },
    end: () => read(Buffer.concat(chunks).toString()),
  };
}
