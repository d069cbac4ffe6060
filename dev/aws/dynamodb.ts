import { once } from 'node:events';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';

export interface DynamoDb {
  /** Dynalite closes its database with its own server only, so this is the one that must serve. */
  server: Server;
  call(operation: string, input: object): Promise<{ status: number; body: string }>;
  /** Closes the server and the database. */
  close(): Promise<void>;
}

/** Dynalite without its front door: no transactions, no time to live, no `ReturnValuesOnConditionCheckFailure`. */
export function createDynamoDb(folder: string | undefined): DynamoDb {
  const server = dynalite({ createTableMs: 0, ...(folder !== undefined && { path: join(folder, 'dynamodb') }) });
  const [answer] = server.listeners('request') as [(request: object, response: object) => void];
  server.removeAllListeners('request');

  return {
    server,
    call(operation, input) {
      const headers = {
        'content-type': 'application/x-amz-json-1.0',
        'x-amz-target': `DynamoDB_20120810.${operation}`,
        // Dynalite wants these parts and does not check them.
        'x-amz-date': 'checked',
        authorization: 'AWS4-HMAC-SHA256 Credential=checked, SignedHeaders=host, Signature=checked',
      };
      const request = Readable.from([Buffer.from(JSON.stringify(input))]);
      return new Promise((resolve) => {
        const response = {
          statusCode: 200,
          setHeader() {},
          end: (body: string) => resolve({ status: response.statusCode, body }),
        };
        answer(Object.assign(request, { method: 'POST', url: '/', headers }), response);
      });
    },
    async close() {
      // A server that does not listen refuses to close.
      if (!server.listening) await once(server.listen(0, '127.0.0.1'), 'listening');
      await new Promise<void>((resolve, reject) => server.close((error) => (error ? reject(error) : resolve())));
    },
  };
}

export async function createMissingTables(
  dynamoDb: DynamoDb,
  tables: readonly CreateTableCommandInput[],
): Promise<void> {
  for (const table of tables) {
    const describe = () => dynamoDb.call('DescribeTable', { TableName: table.TableName });
    let described = await describe();
    if (described.status !== 200) {
      const created = await dynamoDb.call('CreateTable', table);
      if (created.status !== 200) throw new Error(`The table ${table.TableName} cannot be created: ${created.body}`);
    }
    while (!described.body.includes('"TableStatus":"ACTIVE"')) described = await describe();
  }
}
