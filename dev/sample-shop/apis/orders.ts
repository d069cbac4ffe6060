import { pagePath } from '../feed.ts';
import type { SampleProduct } from '../sample-product.ts';
import { jsonAnswer, type ShopApi } from './shop-api.ts';

const customers = [
  { email: 'camille@example.com', customer: 'C-1001', name: 'Camille Martin', orders: ['R-1042', 'R-0987', 'R-0561'] },
  { email: 'noa@example.com', customer: 'C-1002', name: 'Noa Petit', orders: [] },
];
const dates = ['2026-11-12', '2026-08-03', '2025-12-21'];

/** The customers' orders of `docs/examples/order-history.ts`. */
export function ordersApi(products: readonly SampleProduct[]): ShopApi {
  return ({ method, url: { pathname, origin }, headers, body }) => {
    if (headers.authorization !== 'Bearer sample-key') return jsonAnswer(401, { error: 'unauthorized' });
    if (method === 'POST' && pathname === '/orders-api/find') {
      const asked = JSON.parse(body);
      const found = customers.find(
        ({ email, customer }) => email === asked.email?.toLowerCase() || customer === asked.customer,
      );
      const orders = (found?.orders ?? []).map((id, index) => {
        const { id: product, title } = products[index * 7]!;
        return { id, date: dates[index], title, page: origin + pagePath(product, null) };
      });
      return jsonAnswer(200, { name: found?.name ?? null, orders });
    }
    const [, id] = pathname.match(/^\/orders-api\/cases\/(R-\d{4})$/) ?? [];
    if (method === 'PUT' && customers.some(({ orders }) => orders.includes(id ?? ''))) {
      return jsonAnswer(200, { case: `CASE-${id}` });
    }
    return undefined;
  };
}
