import * as z from 'zod/mini';
import type { Parameter } from '../../catalog/catalog-source.ts';
import { textField } from '../../catalog/text-field.ts';
import { shopAddress } from '../../guarded-http/shop-address.ts';
import { urlTemplate } from '../../guarded-http/url-template.ts';

export type ShopifySettings = Readonly<{
  shopUrl: string;
  accessToken?: string;
  country?: string;
  language?: string;
  productUrl?: string;
}>;

const expected = (text: string) => z.string({ error: text }).check(z.trim(), z.minLength(1, text));

/** `myshop`, the address of its admin, or any domain that the shop answers at: each serves the API. */
const shopUrl = /* @__PURE__ */ z.pipe(
  z.pipe(
    expected('Expected the address of the shop, for example myshop.myshopify.com.').check(z.maxLength(500)),
    z.transform((text: string) => {
      const admin = /^(?:https:\/\/)?admin\.shopify\.com\/store\/([a-z\d-]+)(?:[/?#]|$)/i.exec(text)?.[1];
      const name = admin ?? /^[a-z\d][a-z\d-]*$/i.exec(text)?.[0];
      return name ? `${name.toLowerCase()}.myshopify.com` : text;
    }),
  ),
  shopAddress,
);

const tokenExpected =
  'Expected an access token of the Storefront API: 32 letters and digits, or as many behind shpat_. Leave the field empty to read the Online Store without one.';
const accessToken = /* @__PURE__ */ expected(tokenExpected).check(
  z.refine((token) => !/^shpss_/.test(token), {
    error: "This is an app's client secret, which opens no catalog. Type an access token of the Storefront API.",
    abort: true,
  }),
  z.refine((token) => !/^sh(?:pca|ppa|pua|prt)_/.test(token), {
    error: 'This is a token of the Admin API. Type an access token of the Storefront API.',
    abort: true,
  }),
  z.regex(/^[\w-]{20,200}$/, tokenExpected),
);

const countryExpected = 'Expected the two letters of a country, for example FR.';
const country = /* @__PURE__ */ expected(countryExpected).check(
  z.toUpperCase(),
  z.regex(/^[A-Z]{2}$/, countryExpected),
);

const languageExpected = 'Expected the code of a language, for example FR or PT-BR.';
const language = /* @__PURE__ */ expected(languageExpected).check(
  z.overwrite((text) => text.toUpperCase().replace('-', '_')),
  z.regex(/^[A-Z]{2}(?:_[A-Z]{2})?$/, languageExpected),
);

export const parameters: readonly Parameter[] = [
  textField({
    key: 'shopUrl',
    label: 'Shop address',
    help: 'The address that ends in .myshopify.com, as Settings, Domains shows it.',
    schema: shopUrl,
  }),
  textField({
    key: 'accessToken',
    label: 'Storefront API access token',
    required: false,
    secret: true,
    help: 'Only for a shop whose Online Store is closed or has a password, or that sells by a storefront of its own: the private access token under Sales channels, Headless, your storefront, Storefront API.',
    schema: accessToken,
  }),
  textField({
    key: 'country',
    label: 'Country',
    required: false,
    help: "The two letters of the country whose prices agents see, for example FR; the shop's own if empty.",
    schema: country,
  }),
  textField({
    key: 'language',
    label: 'Language',
    required: false,
    help: "The language of titles and descriptions, for example FR or PT-BR; the shop's own if empty.",
    schema: language,
  }),
  textField({
    key: 'productUrl',
    label: "Address of a product's page",
    required: false,
    help: 'Only for a storefront of your own beside the Online Store: the address of a page with {handle} in it, for example https://shop.example/products/{handle}.',
    schema: urlTemplate('handle'),
  }),
];
