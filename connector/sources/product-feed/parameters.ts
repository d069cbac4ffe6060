import * as z from 'zod/mini';
import type { Parameter } from '../../catalog/catalog-source.ts';
import { parseShopUrl } from '../../guarded-http/shop-url.ts';

export type FeedCredentials = Readonly<{ feedUrl: string; feedUser?: string; feedPassword?: string }>;

const maxCredential = 200;

const trimmed = (expected: string) => z.string({ error: expected }).check(z.trim(), z.minLength(1, expected));

const feedUrlExpected =
  'Expected the address of the product feed: a complete public address that begins with https://, without a port.';

const feedUrl = trimmed(feedUrlExpected).check(
  z.maxLength(2000, 'Expected an address of at most 2,000 characters.'),
  z.refine((text) => !hasUserinfo(text), {
    error: 'Expected an address without a user and password in it: type those in the fields made for them.',
    abort: true,
  }),
  z.refine((text) => parseShopUrl(text) !== undefined, feedUrlExpected),
);

/** Control characters never come from a keyboard and do not belong in a header. */
const typeable = (expected: string) => [z.maxLength(maxCredential, expected), z.regex(/^\P{Cc}+$/u, expected)] as const;

const userExpected = `Expected a user name of at most ${maxCredential} characters, without a colon.`;
const passwordExpected = `Expected a password of at most ${maxCredential} characters.`;

export const parameters: readonly Parameter[] = [
  {
    key: 'feedUrl',
    label: 'Product feed URL',
    type: 'text',
    required: true,
    secret: false,
    help: "The https:// address of the shop's Google Merchant feed (XML, TSV or CSV), as Google Merchant Center or the shop's feed module shows it.",
    schema: feedUrl,
  },
  {
    key: 'feedUser',
    label: 'Feed user',
    type: 'text',
    required: false,
    secret: false,
    help: 'Only if the address asks for a user and a password: the user.',
    schema: trimmed(userExpected).check(...typeable(userExpected), z.regex(/^[^:]+$/, userExpected)),
  },
  {
    key: 'feedPassword',
    label: 'Feed password',
    type: 'text',
    required: false,
    secret: true,
    help: 'Only if the address asks for a user and a password: the password.',
    schema: z
      .string({ error: passwordExpected })
      .check(z.minLength(1, passwordExpected), ...typeable(passwordExpected)),
  },
];

function hasUserinfo(text: string): boolean {
  const url = URL.parse(text);
  return url !== null && (url.username !== '' || url.password !== '');
}
