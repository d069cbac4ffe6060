import type { Exchange } from '../../platform/exchange.ts';
import type { ListParameters, Signing } from '../calls.ts';
import type { Check } from '../check.ts';
import { type Context, shared } from '../context.ts';
import {
  type Item,
  requireField,
  requireList,
  requireMediaType,
  requireOnly,
  requireProblem,
  show,
} from '../requirements.ts';
import type { Rule } from '../rules.ts';
import { Violation } from '../violation.ts';
import { signatureChecks } from './signature.ts';

/** Rules that the lists of fields of both plugins share. */

interface PluginList {
  path: '/visitor-profile' | '/closing-form';
  /** Of the list that is judged. */
  parameters(context: Context): ListParameters;
  fields: Readonly<Record<string, Rule>>;
  optional?: readonly string[];
}

/** The fields, and the answer that held them. */
export interface Fields {
  items: Item[];
  exchange: Exchange;
}

export function pluginList({ path, parameters, fields, optional = [] }: PluginList) {
  const ask = (context: Context, more: ListParameters = {}, signing: Signing = {}) =>
    context.calls.get(
      path,
      context.calls.listQuery({ operatorLocale: 'en', ...parameters(context), ...more }),
      signing,
    );
  const fieldsOf = shared('the list of fields', async (context): Promise<Fields> => {
    const exchange = await ask(context);
    return { items: requireList(exchange), exchange };
  });

  const everyField = (name: string, title: string, judge: (item: Item, fields: Fields) => void): Check => ({
    name,
    title,
    async run(context) {
      const listed = await fieldsOf(context);
      for (const item of listed.items) judge(item, listed);
      return `${listed.items.length} fields`;
    },
  });

  const common: readonly Check[] = [
    {
      name: 'list',
      title: `GET ${path} answers a bare JSON array.`,
      async run(context) {
        const { items, exchange } = await fieldsOf(context);
        requireMediaType(exchange, 'application/json');
        return `${items.length} fields`;
      },
    },
    ...Object.entries(fields).map(([name, rule]) =>
      everyField(
        `field-${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`,
        `${name} of every field is ${rule.expected}.`,
        (item, { exchange }) => {
          if (optional.includes(name) && !Object.hasOwn(item, name)) return;
          requireField(item, name, rule, exchange, `field ${show(item.id)}`);
        },
      ),
    ),
    everyField('documented-only', 'A field has documented members only.', (item, { exchange }) => {
      requireOnly(item, Object.keys(fields), exchange, `field ${show(item.id)}`);
    }),
    everyField('ids-unique', 'Every field has an id of its own.', (item, { items, exchange }) => {
      if (items.filter(({ id }) => id === item.id).length === 1) return;
      throw new Violation(`The id ${show(item.id)} belongs to more than one field.`, exchange, item);
    }),
    {
      name: 'optional-parameters',
      title: 'idConnectorVersion, idOperator and operatorLocale may be missing, and unknown parameters are ignored.',
      async run(context) {
        const none = { idConnectorVersion: undefined, idOperator: undefined, operatorLocale: undefined };
        requireList(await ask(context, none), 'without them');
        requireList(await ask(context, { invented: 'x' }), 'with an unknown one');
        return undefined;
      },
    },
    {
      name: 'locales',
      title: 'Any language of an agent is answered.',
      async run(context) {
        for (const operatorLocale of ['fr', 'de-CH', 'pt_BR', 'zh-Hant']) {
          requireList(await ask(context, { operatorLocale }), `for operatorLocale=${operatorLocale}`);
        }
        return undefined;
      },
    },
    {
      name: 'website-any-case',
      title: 'idWebsite may be written in capitals.',
      section: '§6',
      async run(context) {
        requireList(await ask(context, { idWebsite: context.website.toUpperCase() }));
        return undefined;
      },
    },
    {
      name: 'website-malformed',
      title: 'A call without idWebsite, or with one of another form, is 400 with field idWebsite.',
      section: '§8',
      async run(context) {
        for (const idWebsite of [undefined, '', '900001', 'ha-0', 'ha-x']) {
          requireProblem(await ask(context, { idWebsite }), 400, 'invalid_request', { field: 'idWebsite' });
        }
        return undefined;
      },
    },
    {
      name: 'unknown-website',
      title: 'A website that is not installed is 404.',
      section: '§8',
      async run(context) {
        requireProblem(await ask(context, { idWebsite: 'ha-999999999999999' }), 404, 'unknown_website');
        return undefined;
      },
    },
  ];
  const query = ({ calls }: Context) => calls.listQuery({});
  const signed = signatureChecks({
    ...{ name: 'signature', route: `GET ${path}`, signed: query },
    call: (context, signing) => context.calls.get(path, query(context), signing),
  });
  return { ask, fieldsOf, everyField, checks: [...common, ...signed] };
}
