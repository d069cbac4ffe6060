import type { RealShop } from '../real-shop.ts';
import { Admin } from './admin.ts';
import { change } from './change.ts';
import { playedDifferences } from './played.ts';
import { seed } from './seed.ts';
import { startMedusa } from './server.ts';
import { storefront, truth } from './truth.ts';

/** Medusa 2.21.2 on Debian's PostgreSQL. */
export const shop: RealShop = {
  async start(folder, { products } = {}) {
    const server = await startMedusa(folder);
    try {
      const admin = new Admin(server.origin);
      await admin.signIn(server.email, server.password);
      const seeded = await seed(admin, products);
      return {
        origin: server.origin,
        parameters: {
          apiUrl: server.origin,
          publishableKey: seeded.publishableKey,
          productPage: `${storefront}{handle}`,
        },
        truth: () => truth(admin, seeded),
        change: () => change(admin, seeded),
        played: () => playedDifferences(server.origin, admin, seeded),
        usage: server.usage,
        stop: server.stop,
      };
    } catch (error) {
      await server.stop();
      throw error;
    }
  },
};
