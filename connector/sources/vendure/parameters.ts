import * as z from 'zod/mini';
import type { Parameter } from '../../catalog/catalog-source.ts';
import { textField } from '../../catalog/text-field.ts';
import { parseShopUrl } from '../../guarded-http/shop-url.ts';
import { urlTemplate } from '../../guarded-http/url-template.ts';

/** As `parameters` let them through. */
export type Settings = {
  apiUrl: string;
  productUrl: string;
  channelToken?: string;
  languageCode?: string;
  currencyCode?: string;
  moneyPrecision?: string;
};

const address = 'Expected the address of the Vendure server, for example https://api.shop.example.';
const token = 'Expected a channel token, as Settings, Channels shows it.';
const language = 'Expected a language code, for example en or pt_BR.';
const currency = 'Expected a currency code of three letters, for example EUR.';
const precision = 'Expected a number of decimals, from 0 to 6.';

export const parameters: readonly Parameter[] = [
  textField({
    key: 'apiUrl',
    label: 'Vendure server',
    help: 'The address of your Vendure server, which is often not that of your shop. If its Shop API is not at /shop-api, with its path.',
    schema: apiAddress(),
  }),
  textField({
    key: 'productUrl',
    label: 'Product page',
    help: 'The address of a product page in your shop with {slug} in place of the slug, for example https://shop.example/products/{slug}.',
    schema: urlTemplate('slug'),
  }),
  optional({
    key: 'channelToken',
    label: 'Channel token',
    help: 'Only if your shop sells by another channel than the default one: its token, in Settings, Channels.',
    schema: oneOf(/^[\x20-\x7e]{1,100}$/, token),
  }),
  optional({
    key: 'languageCode',
    label: 'Language',
    help: "Only if agents work in another language than the channel's default one, for example fr.",
    schema: z.pipe(oneOf(/^[A-Za-z]{2,3}([_-][A-Za-z\d]{2,8})*$/, language), z.transform(asVendureWrites)),
  }),
  optional({
    key: 'currencyCode',
    label: 'Currency',
    help: "Only if your shop shows another currency than the channel's default one, for example EUR.",
    schema: z.pipe(
      z.pipe(
        z.string({ error: currency }),
        z.transform((text: string) => text.trim().toUpperCase()),
      ),
      z.string().check(z.regex(/^[A-Z]{3}$/, currency)),
    ),
  }),
  optional({
    key: 'moneyPrecision',
    label: 'Decimals of prices',
    help: 'Only if your developers set another precision than 2 in the MoneyStrategy of Vendure.',
    schema: oneOf(/^[0-6]$/, precision),
  }),
];

function optional(field: Parameters<typeof textField>[0]): Parameter {
  return textField({ ...field, required: false });
}

function oneOf(pattern: RegExp, expected: string) {
  return z.string({ error: expected }).check(z.trim(), z.regex(pattern, expected));
}

/** `FR` → `fr`, `pt-br` → `pt_BR`, `zh-hans` → `zh_Hans`: any other form is a language that nothing is translated to. */
function asVendureWrites(code: string): string {
  const [language = '', ...parts] = code.toLowerCase().split(/[-_]/);
  const written = parts.map((part) =>
    part.length === 4 ? part[0]!.toUpperCase() + part.slice(1) : part.toUpperCase(),
  );
  return [language, ...written].join('_');
}

/** As people type it → where the Shop API answers: at `/shop-api`, unless a path is typed that is not the Admin's. */
function apiAddress() {
  return z.pipe(
    z.pipe(
      z.string({ error: address }).check(z.trim(), z.minLength(1, address), z.maxLength(500, address)),
      z.transform(shopApiOf),
    ),
    z.string().check(z.minLength(1, address)),
  );
}

function shopApiOf(text: string): string {
  const url = parseShopUrl(/^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `https://${text}`);
  if (!url) return '';
  const path = url.pathname.replace(/\/+$/, '');
  const admin = /^(.*)\/(?:admin|admin-api|dashboard|graphiql)(?:\/.*)?$/.exec(path);
  return url.origin + (admin ? `${admin[1]}/shop-api` : path || '/shop-api');
}
