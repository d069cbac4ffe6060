import type { Signing } from '../calls.ts';
import type { Check, Group } from '../check.ts';
import type { Context } from '../context.ts';
import { requireField, requireObject, requireOnly, requireProblem, requireStatus } from '../requirements.ts';
import { flag, text } from '../rules.ts';
import { Violation } from '../violation.ts';
import { signatureChecks } from './signature.ts';

const path = '/visitor-profile';
/** None that a shop could have: no action of it is ever run. */
const action = 'conformance-no-such-action';

/** As the platform sends it; what is undefined is left out. */
function bodyOf({ website }: Context, more: object = {}): string {
  const ids = { idVisitorUnique: 'a7b94266db827c5b8f04', idConversation: 'ha-1', idOperator: 'ha-7' };
  return JSON.stringify({ action, idWebsite: website, ...ids, ...more });
}

function post(context: Context, more: object = {}, signing: Signing = {}) {
  return context.calls.post(path, bodyOf(context, more), signing);
}

function refuses(name: string, title: string, field: string, bodies: readonly object[]): Check {
  return {
    name,
    title,
    async run(context) {
      for (const more of bodies) requireProblem(await post(context, more), 400, 'invalid_request', { field });
      return undefined;
    },
  };
}

const unsigned = { signature: null };
const asText = { contentType: 'text/plain' };

export const visitorAction: Group = {
  name: 'visitor-action',
  title: 'Actions of the visitor profile',
  section: '§10',
  installed: true,
  isFor: ({ plugins }) => plugins.includes('visitor-action'),
  checks: [
    {
      name: 'unknown-action',
      title: 'An action that does not exist does not succeed: 200 with success false, or 400.',
      async run(context) {
        const exchange = await post(context);
        const { status } = requireStatus(exchange, [200, 400]);
        if (status === 400) return undefined;
        const answer = requireObject(exchange);
        requireField(answer, 'success', flag, exchange);
        if (answer.success) throw new Violation('It is answered as a success.', exchange);
        if ('message' in answer) requireField(answer, 'message', text, exchange);
        requireOnly(answer, ['success', 'message'], exchange);
        return undefined;
      },
    },
    {
      name: 'optional-ids',
      title:
        'idConnectorVersion, idVisitorUnique, idConversation and idOperator may be missing; unknown fields are ignored.',
      async run(context) {
        const none = { idVisitorUnique: undefined, idConversation: undefined, idOperator: undefined };
        const usual = requireStatus(await post(context), [200, 400]).status;
        for (const more of [none, { invented: { a: 1 } }]) requireStatus(await post(context, more), [usual]);
        return undefined;
      },
    },
    refuses('action-missing', 'A body without an action is 400 with field action.', 'action', [
      { action: undefined },
      { action: '' },
      { action: 7 },
    ]),
    refuses('website-malformed', 'A body without a website is 400 with field idWebsite.', 'idWebsite', [
      { idWebsite: undefined },
      { idWebsite: 'ha-x' },
      { idWebsite: {} },
    ]),
    {
      name: 'unknown-website',
      title: 'A website that is not installed is 404.',
      section: '§8',
      async run(context) {
        requireProblem(await post(context, { idWebsite: 'ha-999999999999999' }), 404, 'unknown_website');
        return undefined;
      },
    },
    {
      name: 'not-json',
      title: 'A body that is not a JSON object is 400.',
      async run({ calls }) {
        for (const body of ['', '{', '[]', 'null', '"x"']) {
          requireProblem(await calls.post(path, body), 400, 'invalid_request');
        }
        return undefined;
      },
    },
    {
      name: 'order',
      title: 'What is wrong is told in the order 413, 401, 415, 400.',
      section: '§2',
      async run({ calls }) {
        const large = ' '.repeat(256 * 1024 + 1);
        requireProblem(await calls.post(path, large, { ...unsigned, ...asText }), 413, 'body_too_large');
        requireProblem(await calls.post(path, '{', { ...unsigned, ...asText }), 401, 'invalid_signature');
        requireProblem(await calls.post(path, '{', asText), 415, 'unsupported_media_type');
        return undefined;
      },
    },
    ...signatureChecks({
      ...{ name: 'signature', route: `POST ${path}`, signed: bodyOf },
      call: (context, signing) => post(context, {}, signing),
    }),
  ],
};
