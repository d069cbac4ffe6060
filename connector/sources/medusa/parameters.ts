import * as z from 'zod/mini';
import type { Parameter } from '../../catalog/catalog-source.ts';
import { textField } from '../../catalog/text-field.ts';
import { shopAddress } from '../../guarded-http/shop-address.ts';
import { urlTemplate } from '../../guarded-http/url-template.ts';

export type Settings = {
  apiUrl: string;
  publishableKey: string;
  productPage: string;
  region?: string;
  taxCountry?: string;
};

const keyExpected = 'Expected a publishable API key: pk_ and letters and digits.';
const secretKey = 'This is a secret API key, which gives access to the whole Admin. Expected a publishable one: pk_…';
const publishableKey = z.string({ error: keyExpected }).check(
  z.trim(),
  z.refine((text) => !/^sk_/i.test(text), { error: secretKey, abort: true }),
  z.regex(/^pk_[\w-]{4,200}$/, keyExpected),
);

const regionExpected = "Expected a region's name of at most 200 characters.";
const countryExpected = 'Expected the two letters of a country, for example fr.';

/** The key is no secret: every page of the storefront sends it. */
export const parameters: readonly Parameter[] = [
  textField({
    key: 'apiUrl',
    label: 'Medusa server',
    help: 'The address of the Medusa server, often another one than that of the storefront: what stands before /app in the address of its Admin.',
    schema: shopAddress,
  }),
  textField({
    key: 'publishableKey',
    label: 'Publishable API key',
    help: "In the Admin: Settings, Publishable API Keys; the storefront's own, or a new one with one sales channel.",
    schema: publishableKey,
  }),
  textField({
    key: 'productPage',
    label: 'Product page',
    help: "The address of a product's page in the storefront, with {handle} in place of the product's handle.",
    schema: urlTemplate('handle'),
  }),
  textField({
    key: 'region',
    label: 'Region',
    required: false,
    help: 'Whose prices agents see: its name, as in Settings, Regions; if you leave it empty, the one that was made first.',
    schema: z
      .string({ error: regionExpected })
      .check(z.trim(), z.minLength(1, regionExpected), z.maxLength(200, regionExpected)),
  }),
  textField({
    key: 'taxCountry',
    label: 'Tax country',
    required: false,
    help: 'Only if the storefront adds taxes to the prices of the Admin: the country whose taxes, as two letters.',
    schema: z
      .string({ error: countryExpected })
      .check(z.trim(), z.toLowerCase(), z.regex(/^[a-z]{2}$/, countryExpected)),
  }),
];
