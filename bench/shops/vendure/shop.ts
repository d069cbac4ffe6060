import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { vendureSchema } from '../../../dev/sample-shop/apis/vendure-schema.ts';
import { freePort } from '../free-port.ts';
import { installPackages } from '../install-packages.ts';
import type { RealShop } from '../real-shop.ts';
import { missingFrom } from '../schema-subset.ts';
import { openAdmin } from './admin.ts';
import { change } from './change.ts';
import { differingRefusals } from './refusals.ts';
import { truth } from './truth.ts';

/** Vendure with SQLite and the sample data of @vendure/create, or copies of it. */
export const shop: RealShop = {
  async start(folder, { products = 0 } = {}) {
    installPackages(import.meta.dirname);
    mkdirSync(folder, { recursive: true });
    const port = await freePort();
    const log = openSync(join(folder, 'vendure.log'), 'a');
    const server = fork(join(import.meta.dirname, 'serve.ts'), [folder, String(port), String(products)], {
      // Its importer writes a log where it is.
      ...{ cwd: folder, stdio: ['ignore', log, log, 'ipc'] },
      env: { ...process.env, VENDURE_DISABLE_TELEMETRY: 'true' },
    });
    const answer = async <Answer>(): Promise<Answer> => {
      const [message] = await Promise.race([
        once(server, 'message'),
        once(server, 'exit').then(() => Promise.reject(new Error(`Vendure ended; see ${folder}/vendure.log.`))),
      ]);
      return message as Answer;
    };
    await answer();
    const origin = `http://127.0.0.1:${port}`;
    const productUrl = `${origin}/products/{slug}`;
    const admin = await openAdmin(origin);
    return {
      origin,
      parameters: { apiUrl: `${origin}/shop-api`, productUrl },
      truth: () => truth(admin, productUrl),
      change: () => change(admin),
      played: async () => [
        ...(await missingFrom(`${origin}/shop-api`, vendureSchema)),
        ...(await differingRefusals(origin, admin)),
      ],
      usage() {
        server.send('usage');
        return answer<{ requests: number; megabytes: number }>();
      },
      async stop() {
        if (server.exitCode !== null) return;
        server.disconnect();
        await once(server, 'exit');
      },
    };
  },
};
