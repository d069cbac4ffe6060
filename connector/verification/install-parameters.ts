import * as z from 'zod/mini';
import type { Parameter, ShopForm } from '../catalog/catalog-source.ts';
import type { ConnectorConfig } from '../connector-config.ts';
import { websitePattern } from '../website.ts';

export const websiteParameter: Parameter = {
  key: 'websiteId',
  label: 'Website ID',
  type: 'text',
  required: true,
  secret: false,
  help: 'The id of your website on iAdvize, for example ha-123.',
  schema: z
    .string('Expected a text.')
    .check(z.trim(), z.toLowerCase(), z.regex(websitePattern, 'Expected the form ha-123 or sd-123.')),
};

export const apiKeyParameter: Parameter = {
  key: 'iadvizeApiKey',
  label: 'iAdvize API key',
  type: 'text',
  required: true,
  secret: true,
  help: 'A key of the iAdvize REST API whose owner has a right on this website. It is used once to prove that, and never stored.',
  schema: z
    .string('Expected a text.')
    .check(z.trim(), z.regex(/^[\x21-\x7e]{1,200}$/, 'Expected 1 to 200 characters without spaces.')),
};

interface Form {
  config: ConnectorConfig;
  source: ShopForm;
  keptKey?: { parameter: Parameter };
}

/** Every field of the merchant's form, in its order: the connector's own, then the catalog source's. */
export function installParameters({ config, source, keptKey }: Form): readonly Parameter[] {
  const proof = config.websites === 'proved' ? [apiKeyParameter] : [];
  return [websiteParameter, ...(keptKey ? [keptKey.parameter] : proof), ...source.parameters];
}
