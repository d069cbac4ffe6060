import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { AssetServerPlugin } from '@vendure/asset-server-plugin';
import { bootstrap, DefaultJobQueuePlugin, DefaultLogger, DefaultSearchPlugin, JobQueueService, LogLevel, TransactionalConnection, type VendureConfig } from '@vendure/core';
import { HardenPlugin } from '@vendure/harden-plugin';
import { populate } from '@vendure/core/cli/index.js';
import { jobsDone, multiply } from './multiply.ts';
import { Database } from './sqlite-driver.ts';

// A Vendure server with the sample data of @vendure/create: folder, port, number of products (0: those of the sample).
const [folder = '', port = '', products = '0'] = process.argv.slice(2);
const sample = join(dirname(createRequire(import.meta.url).resolve('@vendure/create/package.json')), 'assets');

const config: VendureConfig = {
  apiOptions: { hostname: '127.0.0.1', port: Number(port), middleware: [{ route: 'shop-api', handler: count }] },
  authOptions: { tokenMethod: 'bearer', superadminCredentials: { identifier: 'superadmin', password: 'superadmin' } },
  dbConnectionOptions: {
    type: 'better-sqlite3',
    driver: Database,
    database: join(folder, 'vendure.sqlite'),
    synchronize: true,
  },
  importExportOptions: { importAssetsDir: join(sample, 'images') },
  logger: new DefaultLogger({ level: LogLevel.Warn, timestamp: false }),
  paymentOptions: { paymentMethodHandlers: [] },
  plugins: [
    AssetServerPlugin.init({ route: 'assets', assetUploadDir: join(folder, 'assets') }),
    // As Vendure recommends for production; the comparison asks for the schema.
    HardenPlugin.init({ maxQueryComplexity: 1000, apiMode: 'dev' }),
    DefaultSearchPlugin.init({ indexStockStatus: true }),
    DefaultJobQueuePlugin.init({ pollInterval: 200 }),
  ],
};

let requests = 0;
function count(_request: unknown, _response: unknown, next: () => void): void {
  requests += 1;
  next();
}

const initialData = createRequire(import.meta.url)(join(sample, 'initial-data.json'));
// Its payment methods need handlers that nobody pays with here.
const app = await populate(() => bootstrap(config), { ...initialData, paymentMethods: [] }, join(sample, 'products.csv'));
await app.get(JobQueueService).start();
const database = app.get(TransactionalConnection).rawConnection;
await jobsDone((sql) => database.query(sql));
if (Number(products) > 0) await multiply((sql) => database.query(sql), Number(products));
process.on('message', () => {
  process.send?.({ requests, megabytes: Math.round(process.memoryUsage().rss / 2 ** 20) });
  requests = 0;
});
process.on('disconnect', () => process.exit());
process.send?.('ready');
