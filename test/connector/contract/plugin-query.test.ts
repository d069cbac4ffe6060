import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFormQuery, parseProfileQuery } from '../../../connector/contract/plugin-query.ts';
import { Problem } from '../../../connector/errors.ts';

const nobody = { uniqueId: undefined, externalId: undefined, email: undefined };

describe('the query of a visitor profile', () => {
  it('names the visitor by whatever the platform knows', () => {
    const query =
      'idWebsite=HA-1&idOperator=9&operatorLocale=fr_FR&idVisitorUnique=a7b9&idVisitorExternal=C-1&emailVisitor=a%2Bb%40example.com';
    expect(parseProfileQuery(query)).toEqual({
      ...{ website: 'ha-1', connectorVersion: undefined, locale: 'fr-FR' },
      visitor: { uniqueId: 'a7b9', externalId: 'C-1', email: 'a+b@example.com' },
    });
  });

  it.each(['', '&emailVisitor=&idVisitorExternal=', '&emailVisitor=null&idVisitorUnique=%20'])(
    'takes what is empty for not given: %s',
    (more) => expect(parseProfileQuery(`idWebsite=ha-1${more}`)).toMatchObject({ visitor: nobody, locale: 'en' }),
  );

  it.each([
    ['idWebsite', 'emailVisitor=a@b.example'],
    ['emailVisitor', 'idWebsite=ha-1&emailVisitor=a%0Ab'],
    ['emailVisitor', 'idWebsite=ha-1&emailVisitor=a@b.example&emailVisitor=c@d.example'],
    ['idVisitorExternal', `idWebsite=ha-1&idVisitorExternal=${'x'.repeat(501)}`],
    ['operatorLocale', 'idWebsite=ha-1&operatorLocale=not%20a%20language'],
  ])('refuses a malformed %s by its name', (field, query) => {
    expect(() => parseProfileQuery(query)).toThrow(expect.objectContaining({ code: 'invalid_request', field }));
  });

  it.each([
    ['fr_FR.UTF-8', 'fr-FR'],
    ['en-US@posix', 'en-US'],
    ['PT-br', 'pt-BR'],
  ])('reads the language %s as %s', (spelled, locale) => {
    expect(parseProfileQuery(`idWebsite=ha-1&operatorLocale=${spelled}`)).toMatchObject({ locale });
  });

  it('reads any visitor back as it was sent, or refuses by name', () => {
    fc.assert(
      fc.property(fc.oneof(fc.emailAddress(), fc.string()), fc.string(), (email, locale) => {
        const query = `idWebsite=ha-1&emailVisitor=${encodeURIComponent(email)}&operatorLocale=${encodeURIComponent(locale)}`;
        try {
          const { visitor, locale: tag } = parseProfileQuery(query);
          if (visitor.email !== undefined) expect(visitor.email).toBe(email.trim());
          expect(Intl.getCanonicalLocales(tag)).toEqual([tag]);
        } catch (error) {
          expect(error).toBeInstanceOf(Problem);
          expect(['emailVisitor', 'operatorLocale', 'query']).toContain((error as Problem).field);
        }
      }),
    );
  });
});

it('the query of a closing form is a website and a language', () => {
  const query = 'idConnectorVersion=v&idWebsite=sd-2&operatorLocale=pt-br';
  expect(parseFormQuery(query)).toEqual({ website: 'sd-2', connectorVersion: 'v', locale: 'pt-BR' });
});
