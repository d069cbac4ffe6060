import type { Group } from '../check.ts';
import { requireList, show } from '../requirements.ts';
import { filledText, text, webUrl } from '../rules.ts';
import { Violation } from '../violation.ts';
import { pluginList } from './plugin-fields.ts';

const kinds = ['TEXT', 'URL', 'ACTION'];

const { ask, everyField, checks } = pluginList({
  path: '/visitor-profile',
  parameters: ({ visitor = 'conformance@example.com' }) => ({ emailVisitor: visitor }),
  fields: {
    id: filledText,
    label: filledText,
    value: text,
    fieldType: { expected: kinds.join(' or '), holds: (value) => kinds.includes(String(value)) },
  },
});

export const visitorProfile: Group = {
  name: 'visitor-profile',
  title: 'Visitor profile',
  section: '§10',
  installed: true,
  isFor: ({ plugins }) => plugins.includes('visitor-profile'),
  checks: [
    ...checks,
    everyField('urls', `The value of a URL is ${webUrl.expected}.`, (item, { exchange }) => {
      if (item.fieldType !== 'URL' || webUrl.holds(item.value)) return;
      throw new Violation(`The value of ${show(item.id)} must be ${webUrl.expected}.`, exchange, item);
    }),
    everyField('actions', 'The value of an ACTION is what comes back: it is not empty.', (item, { exchange }) => {
      if (item.fieldType !== 'ACTION' || item.value !== '') return;
      throw new Violation(`The value of ${show(item.id)} is empty.`, exchange, item);
    }),
    {
      name: 'visitor-optional',
      title: 'A visitor may be known by email, by external id, by unique id alone, or not at all.',
      async run(context) {
        const [emailVisitor, idVisitorExternal, idVisitorUnique] = [undefined, 'conformance-1', 'a7b94266db827c5b8f04'];
        for (const known of [{}, { idVisitorExternal }, { idVisitorUnique }, { idVisitorExternal, idVisitorUnique }]) {
          requireList(await ask(context, { emailVisitor, ...known }), `for a visitor known by ${show(known)}`);
        }
        requireList(await ask(context, { emailVisitor: '', idVisitorExternal: '' }), 'for empty ones');
        return undefined;
      },
    },
    {
      name: 'hostile-visitors',
      title: 'What a visitor typed as email or id is never a fault of the connector.',
      async run(context) {
        const typed = [
          "'; drop table customers; --",
          '<b>@x.example',
          '../../etc',
          '%00',
          'é@ü.example',
          'x'.repeat(500),
        ];
        for (const value of typed) {
          for (const name of ['emailVisitor', 'idVisitorExternal']) {
            const exchange = await ask(context, { emailVisitor: undefined, [name]: value });
            const { status = 0 } = exchange.answer ?? {};
            if (status !== 200 && status !== 400) {
              throw new Violation(`Expected 200 or 400 for ${name}=${show(value)}, got ${status}.`, exchange);
            }
          }
        }
        return undefined;
      },
    },
  ],
};
