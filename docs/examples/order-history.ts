import * as z from 'zod/mini';
import type { Shop } from '../../connector/catalog/catalog-source.ts';
import { callShop } from '../../connector/guarded-http/shop-json.ts';
import type { VisitorProfile } from '../../connector/plugins/visitor-profile.ts';
import { pagedShop } from './paged-shop.ts';

type Settings = { shopUrl: string; apiKey: string };
const order = z.object({ id: z.string(), date: z.string(), title: z.string(), page: z.string() });
const found = z.object({ name: z.nullable(z.string()), orders: z.array(order) });
const openedCase = z.object({ case: z.string() });

/** A shop that knows its customers by email: their last orders, and a case for the latest of them. */
export const orderHistory: VisitorProfile<Settings> = {
  parameters: pagedShop.parameters,

  async fields({ email, externalId }, shop) {
    if (!email && !externalId) return [];
    // A POST that only reads: the email stands in no URL, where logs would keep it.
    const request = {
      ...to(shop, 'find'),
      method: 'POST',
      isRead: true,
      json: { email, customer: externalId },
    } as const;
    const { name, orders } = (await callShop({ ...request, schema: found }, shop)).value;
    if (name === null) return [];
    const [latest] = orders;
    return [
      { id: 'name', label: 'Customer', value: name, fieldType: 'TEXT' },
      ...orders.slice(0, 3).map(({ id, date, title, page }) => {
        return { id, label: `${id}, ${date}: ${title}`, value: page, fieldType: 'URL' } as const;
      }),
      ...(latest
        ? [
            {
              id: 'case',
              label: `Open a case for ${latest.id}`,
              value: `OPEN_CASE:${latest.id}`,
              fieldType: 'ACTION',
            } as const,
          ]
        : []),
    ];
  },

  actions: {
    // The same case however often it is asked for.
    async OPEN_CASE({ argument: id, conversationId }, shop) {
      if (!/^R-\d{4}$/.test(id)) return { success: false, message: 'There is no such order.' };
      const request = { ...to(shop, `cases/${id}`), method: 'PUT', json: { conversation: conversationId } } as const;
      const { value } = await callShop({ ...request, schema: openedCase }, shop);
      return { success: true, message: `${value.case} is open.` };
    },
  },

  sample: { email: 'camille@example.com' },
};

function to({ credentials: { shopUrl, apiKey } }: Shop<Settings>, path: string) {
  const secretHeaders = { authorization: `Bearer ${apiKey}` };
  return { url: `${shopUrl}/orders-api/${path}`, secretHeaders, maxBytes: 200_000 };
}
