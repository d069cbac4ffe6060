import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Resource, resourcesOf, synthesize } from '../helpers/synthesize.ts';

const dev = synthesize();
const [[, stage]] = resourcesOf(dev, 'AWS::ApiGatewayV2::Stage') as [[string, Resource]];
const format: string = stage.Properties.AccessLogSettings.Format;

const number = fc.nat().map(String);
const word = (pattern: RegExp) => fc.stringMatching(pattern);
/** What API Gateway documents of each variable that the log uses; none can hold a quotation mark or a backslash. */
const variables: Record<string, fc.Arbitrary<string>> = {
  // `dd/MMM/yyyy:HH:mm:ss +-hhmm`
  '$context.requestTime': word(/^\d\d\/[A-Z][a-z]{2}\/\d{4}:\d\d:\d\d:\d\d \+0000$/),
  // Assigned by the gateway: of an HTTP API, no caller can set it.
  '$context.requestId': word(/^[\w-]{15}=$/),
  // Of the TCP connection.
  '$context.identity.sourceIp': fc.oneof(fc.ipV4(), fc.ipV6()),
  // Of a route that the template declares.
  '$context.routeKey': fc.constantFrom('GET /products', 'POST /webhooks', '$default'),
  '$context.status': number,
  '$context.responseLatency': number,
  '$context.responseLength': number,
  // A type of gateway response, of a fixed list.
  '$context.error.responseType': fc.constantFrom('THROTTLED', 'INTEGRATION_TIMEOUT', 'MISSING_AUTHENTICATION_TOKEN'),
  '$context.integrationStatus': number,
  // Assigned by Lambda.
  '$context.awsEndpointRequestId': fc.uuid(),
};

describe('the access log', () => {
  it('uses only variables of which it is known what they hold', () => {
    const used = Object.values(JSON.parse(format) as Record<string, string>);
    expect(used.filter((variable) => !(variable in variables))).toEqual([]);
    expect(Object.keys(variables).filter((variable) => !used.includes(variable))).toEqual([]);
  });

  it('is one JSON object a line, whatever they hold', () => {
    // API Gateway writes a hyphen for what a call does not have.
    const values = Object.fromEntries(
      Object.entries(variables).map(([name, value]) => [name, fc.oneof(value, fc.constant('-'))]),
    );
    fc.assert(
      fc.property(fc.record(values), (held) => {
        const line = format.replace(/\$context[\w.]+/g, (variable) => held[variable]!);
        expect(line).not.toContain('\n');
        expect(Object.keys(JSON.parse(line))).toEqual(Object.keys(JSON.parse(format)));
      }),
    );
  });

  it('has a group under the prefix that API Gateway is let into, named after this very stack', () => {
    const { LogGroupName, RetentionInDays } = resourcesOf(dev, 'AWS::Logs::LogGroup')
      .map(([, { Properties }]) => Properties)
      .find(({ LogGroupName }) => LogGroupName !== undefined)!;
    const { 'Fn::Join': joined } = LogGroupName;
    expect(joined[1]).toEqual([
      '/aws/vendedlogs/connector-dev-ApiAccessLog-',
      { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] },
    ]);
    expect(RetentionInDays).toBe(7);
  });

  it('leaves the groups of the functions unnamed', () => {
    const named = resourcesOf(dev, 'AWS::Logs::LogGroup').filter(([, { Properties }]) => Properties.LogGroupName);
    expect(named.map(([id]) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual(['ApiAccessLog']);
  });
});
