import type { Check } from '../check.ts';
import { textsTyped } from '../context.ts';
import { maskOf } from '../report/mask.ts';
import { show } from '../requirements.ts';
import { Violation } from '../violation.ts';
import { problemsOf } from './made-problems.ts';

/** Rules that hold for every answer of the run, good or bad. */
export const everyAnswerChecks: readonly Check[] = [
  {
    name: 'no-secrets',
    title: 'No answer of the run holds a secret, a signature or what a merchant typed.',
    async run(context) {
      const { calls, secret, previousSecret = '' } = context;
      // Shorter ones, such as a language, are in texts by chance.
      const typed = textsTyped(context).filter(({ length }) => length >= 8);
      await problemsOf(context);
      const ours = maskOf([secret, previousSecret]);
      const theirs = maskOf([secret, previousSecret, ...typed]);
      for (const exchange of calls.exchanges) {
        const { status = 0, body } = exchange.answer ?? {};
        const text = String(body ?? '');
        // A catalog may well hold what a merchant typed, such as the shop's address.
        const isCatalog = status === 200 && exchange.request.method === 'GET';
        const mask = isCatalog ? ours : theirs;
        if (mask(text) !== text) throw new Violation('The answer holds a secret, which is masked here.', exchange);
      }
      return `${calls.exchanges.length} answers of this run`;
    },
  },
  {
    name: 'no-store',
    title:
      'Every answer carries cache-control: no-store, so that no cache hands a signed answer to an unsigned caller.',
    isAdvice: true,
    async run(context) {
      await problemsOf(context);
      const { exchanges } = context.calls;
      const storable = exchanges.filter(({ answer }) => answer && !isNoStore(answer.headers['cache-control']));
      if (storable.length === 0) return `${exchanges.length} answers of this run`;
      const found = show(storable[0]!.answer!.headers['cache-control']);
      throw new Violation(
        `${storable.length} of ${exchanges.length} answers should carry cache-control: no-store; in this one it is ${found}.`,
        storable[0],
      );
    },
  },
];

function isNoStore(cacheControl = ''): boolean {
  return cacheControl.split(',').some((directive) => directive.trim().toLowerCase() === 'no-store');
}
