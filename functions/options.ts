import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { source } from '#connector.config';
import { optionsOf } from '../connector/catalog/select-field.ts';
import { parseOptionsQuery, type WireOption } from '../connector/contract/options.ts';
import { signedGet } from '../connector/endpoint/endpoint.ts';

/** Every list of the merchant's form: the gateway has a route for each, and knows no other. */
export const handler = (event: APIGatewayProxyEventV2) =>
  signedGet(event.routeKey, async ({ query, log }) => {
    log.set('website', parseOptionsQuery(query).website);
    const options = optionsOf(source.parameters, event.routeKey.replace('GET /options/', ''));
    if (!options) throw new Error(`The source declares no list for ${event.routeKey}.`);
    return options.map(({ label, value }): WireOption => ({ label, value }));
  })(event);
