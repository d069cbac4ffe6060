import type { ListParameters } from '../calls.ts';
import type { Check } from '../check.ts';
import type { Context } from '../context.ts';
import { requireList, requireStatus, show } from '../requirements.ts';
import { categoriesOf, productsOf } from './catalog-lists.ts';

const hostile = [
  "'",
  '"',
  '" OR "1"="1',
  "'; DROP TABLE products; --",
  '%',
  '*',
  '_',
  '\\',
  '(',
  'NEAR(a b)',
  'title:a OR NOT b',
  'a AND',
  '^a -b +c ~d',
  '{}[]<>',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  '{{7*7}}',
  '\u0000',
  '\r\nx-injected: 1',
  '\u202eabc',
  '👩‍👩‍👧',
  '日本語',
  'ﬀ İ ß',
  '__proto__',
  'null',
  '-1',
  '1e999',
  'x'.repeat(2_000),
  'a '.repeat(400),
  'é'.repeat(300),
];

async function requireCalm({ calls }: Context, parameters: ListParameters): Promise<void> {
  const exchange = await calls.products({ limit: 2, ...parameters });
  if (requireStatus(exchange, [200, 400], `for ${show(parameters)}`).status === 200) requireList(exchange);
}

export const hostileChecks: readonly Check[] = [
  {
    name: 'hostile-parameters',
    title: 'Strange parameters are answered 200 with a list or 400, never with a fault.',
    async run(context) {
      await productsOf(context);
      const { ids } = await categoriesOf(context);
      let calls = 0;
      for (const value of hostile) {
        for (const name of ['searchQuery', 'idCategory', 'idOperator', 'idConnectorVersion']) {
          await requireCalm(context, { [name]: value });
          calls++;
        }
        await requireCalm(context, { searchQuery: value, idCategory: ids[0] });
      }
      return `${calls + hostile.length} calls`;
    },
  },
  {
    name: 'malformed-escapes',
    title: 'Malformed percent escapes are answered 200 with a list or 400.',
    async run(context) {
      await productsOf(context);
      for (const malformed of ['%', '%z', '%zz', '%C3', '%00', '%ff%fe', '%u0041', '+%', 'a=b=c', '[]', '&=&']) {
        const query = `idWebsite=${context.website}&limit=1&searchQuery=${malformed}`;
        requireStatus(await context.calls.get('/products', query), [200, 400], `for searchQuery=${malformed}`);
      }
      return undefined;
    },
  },
];
