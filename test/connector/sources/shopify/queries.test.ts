import { NoDeprecatedCustomRule, parse, specifiedRules, validate } from 'graphql';
import { expect, it } from 'vitest';
import * as queries from '../../../../connector/sources/shopify/queries.ts';
import { shopifySchema } from '../../../../dev/sample-shop/apis/shopify-schema.ts';

const schema = shopifySchema();
const { apiVersion, ...documents } = queries;

it.each(Object.entries(documents))(
  '%s is one that Shopify’s published schema allows, nothing in it deprecated',
  (_, text) => {
    expect(validate(schema, parse(text), [...specifiedRules, NoDeprecatedCustomRule])).toEqual([]);
  },
);

it('asks for a version by its quarter', () => expect(apiVersion).toMatch(/^20\d\d-(01|04|07|10)$/));
