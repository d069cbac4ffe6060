import type { Check } from '../check.ts';
import type { Context } from '../context.ts';
import { requireObject, requireStatus, show } from '../requirements.ts';
import { Violation } from '../violation.ts';
import { errorsOf, isValid, requireUsable, requireValid, verify } from './verification-answers.ts';

/** A refusal that names the website, whatever else it says. */
async function requireWebsiteRefused(context: Context, typed: Readonly<Record<string, unknown>>) {
  const exchange = await verify(context, typed, '2018');
  requireStatus(exchange, [200], 'for a verification, whatever its outcome');
  const answer = requireObject(exchange);
  if (isValid(answer)) throw new Violation('A wrong websiteId was accepted.', exchange);
  if (errorsOf(answer).some(({ parameterKey }) => parameterKey === 'websiteId')) return;
  throw new Violation('websiteId is wrong, and no error names it.', exchange);
}

function wrongWebsite(name: string, title: string, website: unknown): Check {
  return {
    name: `website-${name}`,
    title,
    section: '§3, §6',
    async run(context) {
      await requireWebsiteRefused(context, { ...context.parameters, websiteId: website });
      return undefined;
    },
  };
}

const malformedWebsites = [
  '900001',
  'ha900001',
  'ha-',
  'ha-0',
  'ha-01',
  '-1',
  'ha_1',
  'toolongone-1',
  'ha-1234567890123456',
];

export const websiteChecks: readonly Check[] = [
  wrongWebsite('missing', 'A missing websiteId is not valid and is named.', undefined),
  wrongWebsite('null', 'A websiteId of null counts as not given.', null),
  wrongWebsite('empty', 'An empty websiteId counts as not given.', ''),
  wrongWebsite('toggle', 'A websiteId that is a boolean is not valid and is named.', true),
  {
    name: 'website-malformed',
    title: 'A websiteId of another form is not valid and is named.',
    section: '§6',
    async run(context) {
      for (const websiteId of malformedWebsites) {
        await requireWebsiteRefused(context, { ...context.parameters, websiteId });
      }
      return `${malformedWebsites.length} forms`;
    },
  },
  {
    name: 'website-any-case',
    title: 'A websiteId is trimmed and may be typed in capitals.',
    section: '§6',
    needs: 'parameters',
    async run(context) {
      await requireUsable(context);
      const websiteId = ` ${context.website.toUpperCase()} `;
      await requireValid(await verify(context, { ...context.parameters, websiteId }, '2018'), show(websiteId));
      return undefined;
    },
  },
  {
    name: 'exact-keys',
    title: 'Ids compare exactly: WEBSITEID is not websiteId.',
    async run(context) {
      await requireWebsiteRefused(context, { ...context.parameters, WEBSITEID: context.website });
      return undefined;
    },
  },
  {
    name: 'unproved-website',
    title: 'A website that the merchant cannot prove is not valid.',
    section: '§3, §9',
    needs: 'parameters',
    async run(context) {
      const { parameters = {}, otherWebsite } = context;
      const ways: Record<string, unknown>[] = [{ ...parameters, websiteId: 'ha-999999999999999' }];
      if (otherWebsite && 'iadvizeApiKey' in parameters) {
        ways.push({ ...parameters, websiteId: otherWebsite, iadvizeApiKey: 'not-a-key-of-anybody' });
      }
      for (const typed of ways) {
        const exchange = await verify(context, typed, '2018');
        requireStatus(exchange, [200]);
        const answer = requireObject(exchange);
        const keys = errorsOf(answer).map(({ parameterKey }) => parameterKey);
        if (!isValid(answer) && (keys.includes('websiteId') || keys.includes('iadvizeApiKey'))) continue;
        throw new Violation(
          'A website without proof was accepted, or the error names neither it nor the key.',
          exchange,
        );
      }
      return undefined;
    },
  },
];
