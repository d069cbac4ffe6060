import { randomUUID } from 'node:crypto';
import { sign } from '../../connector/endpoint/signature.ts';
import type { Exchange } from '../../platform/exchange.ts';
import type { Signing } from '../calls.ts';
import type { Check, Group } from '../check.ts';
import type { Context } from '../context.ts';
import { requireObject, requireProblem, requireStatus } from '../requirements.ts';
import { Violation } from '../violation.ts';
import { malformedSignatures } from './malformed-signatures.ts';
import { meaningChecks } from './one-meaning.ts';
import { requireAccepted } from './require-accepted.ts';
import { bodyChecks } from './signed-bodies.ts';
import { queryChecks } from './signed-queries.ts';

/** A signed endpoint and a harmless call of it. */
export interface SignedEndpoint {
  name: string;
  route: string;
  /** What the signature is over. */
  signed(context: Context): string;
  call(context: Context, signing: Signing): Promise<Exchange>;
}

const nothingTyped = '[{"key":"websiteId","value":"none"}]';
const unheardOf = JSON.stringify({ eventId: randomUUID(), eventType: 'conformance.signature' });
const page = { limit: 1 };

const endpoints: readonly SignedEndpoint[] = [
  post('verification', nothingTyped),
  post('webhooks', unheardOf),
  {
    name: 'categories',
    route: 'GET /categories',
    signed: ({ calls }) => calls.listQuery(page),
    call: ({ calls }, signing) => calls.categories(page, signing),
  },
  {
    name: 'products',
    route: 'GET /products',
    signed: ({ calls }) => calls.listQuery(page),
    call: ({ calls }, signing) => calls.products(page, signing),
  },
];

function post(name: string, body: string): SignedEndpoint {
  return {
    name,
    route: `POST /${name}`,
    signed: () => body,
    call: ({ calls }, signing) => calls.post(`/${name}`, body, signing),
  };
}

/** Rules that hold for every signed endpoint. */
export function signatureChecks(endpoint: SignedEndpoint): Check[] {
  const { name, route, signed, call } = endpoint;
  const refuses = (what: string, title: string, wrong: (context: Context) => [string, string | null][]): Check => ({
    name: `${name}-${what}`,
    title: `${route} ${title}`,
    section: '§2',
    async run(context) {
      const ways = wrong(context);
      for (const [how, signature] of ways) {
        const exchange = await call(context, { signature });
        if (exchange.answer && exchange.answer.status !== 401) {
          throw new Violation(`Expected 401 for ${how}, got ${exchange.answer.status}.`, exchange);
        }
        requireProblem(exchange, 401, 'invalid_signature');
      }
      return ways.length > 1 ? `${ways.length} ways` : undefined;
    },
  });
  const right = (context: Context) => sign(signed(context), context.secret);
  return [
    {
      name: `${name}-right`,
      title: `${route} accepts a right signature.`,
      async run(context) {
        requireAccepted(await call(context, {}), 'a right signature');
        return undefined;
      },
    },
    refuses('missing', 'refuses a call without a signature.', () => [['a missing signature', null]]),
    refuses('malformed', 'refuses every malformed signature.', (context) =>
      malformedSignatures(signed(context), context.secret),
    ),
    refuses('flipped-bit', 'refuses a right signature of which one bit is flipped.', (context) => {
      const signature = right(context);
      return [0, 31, 63].map((digit) => [`bit 0 of digit ${digit} flipped`, flipBit(signature, 7 + digit)]);
    }),
    refuses('other-bytes', 'refuses a signature over other bytes.', (context) => {
      const text = signed(context);
      const others: [string, string][] = [
        ['a byte more', `${text} `],
        ['a byte less', text.slice(0, -1)],
        ['one letter changed', text.replace(/[a-z]/, (letter) => letter.toUpperCase())],
        ['nothing', ''],
        ['the path and query', `${route.split(' ')[1]}?${text}`],
      ];
      return others.map(([what, other]) => [`a signature over ${what}`, sign(other, context.secret)]);
    }),
    refuses('other-secret', 'refuses a signature by another secret.', (context) => [
      ['another secret', sign(signed(context), `${context.secret}x`)],
    ]),
    {
      name: `${name}-says-no-more`,
      title: `${route} answers the same 401 to a missing, a malformed and a wrong signature.`,
      section: '§2',
      async run(context) {
        const answers: { exchange: Exchange; said: string }[] = [];
        for (const signature of [null, 'sha256=short', sign('other', context.secret)]) {
          const exchange = await call(context, { signature });
          requireStatus(exchange, [401]);
          const { requestId, ...said } = requireObject(exchange);
          answers.push({ exchange, said: JSON.stringify(said) });
        }
        const odd = answers.find(({ said }) => said !== answers[0]!.said);
        if (odd) throw new Violation('The answer tells which kind of wrong signature it was.', odd.exchange);
        return undefined;
      },
    },
    {
      name: `${name}-capital-hex`,
      title: `${route} accepts the hex digits in capitals, and the header's name in any case.`,
      async run(context) {
        const signature = right(context).replace(/(?<==).*/, (hex) => hex.toUpperCase());
        requireAccepted(await call(context, { signature }), 'hex digits in capitals');
        const named = { signatureName: 'X-Iadvize-Signature' };
        requireAccepted(await call(context, named), 'the header X-Iadvize-Signature');
        return undefined;
      },
    },
    {
      name: `${name}-previous-secret`,
      title: `${route} accepts a signature by the previous secret.`,
      needs: 'previousSecret',
      async run(context) {
        const signature = sign(signed(context), context.previousSecret!);
        requireAccepted(await call(context, { signature }), 'a signature by the previous secret');
        return undefined;
      },
    },
  ];
}

function flipBit(signature: string, index: number): string {
  const flipped = (Number.parseInt(signature.charAt(index), 16) ^ 1).toString(16);
  return signature.slice(0, index) + flipped + signature.slice(index + 1);
}

export const signature: Group = {
  name: 'signature',
  title: 'Signature',
  section: '§2',
  installed: false,
  checks: [...endpoints.flatMap(signatureChecks), ...queryChecks, ...bodyChecks, ...meaningChecks],
};
