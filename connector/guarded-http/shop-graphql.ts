import * as z from 'zod/mini';
import { ShopFailure } from '../errors.ts';
import type { ShopCall } from './shop-http.ts';
import { callShop, checkAnswer, type JsonRequest, type Refusal } from './shop-json.ts';

interface GraphqlRequest<Data>
  extends Pick<JsonRequest<Data>, 'url' | 'headers' | 'secretHeaders' | 'maxBytes' | 'maxRedirects'> {
  /** A query: it only reads, and is sent again after a passing failure. */
  document: string;
  variables?: Readonly<Record<string, unknown>>;
  /** What `data` must be; what it does not name is dropped. */
  data: z.ZodMiniType<Data>;
  /** Why the shop refuses, as its API says it, whatever the status; undefined: as any shop would. */
  explain?: (refusal: GraphqlRefusal) => ShopFailure | undefined;
}

/** An answer that is not 2xx, or has `errors`. */
export interface GraphqlRefusal extends Omit<Refusal, 'body'> {
  errors: readonly GraphqlError[];
}

interface GraphqlError {
  message: string;
  /** `extensions.code` */
  code: string;
}

const errorSchema = z.looseObject({
  message: z.catch(z.string(), ''),
  extensions: z.catch(z.object({ code: z.catch(z.string(), '') }), { code: '' }),
});
const errorsSchema = z.object({ errors: z.array(errorSchema) });
const answerSchema = z.object({ data: z.optional(z.unknown()), errors: z.optional(z.nullable(z.array(errorSchema))) });

/** Asks a shop's GraphQL API. An answer with any error is none, whatever data stands beside it. Throws `ShopFailure`. */
export async function askGraphql<Data>(
  { document, variables, data, explain, ...request }: GraphqlRequest<Data>,
  call: ShopCall,
): Promise<Data> {
  const { status, value } = await callShop(
    {
      ...request,
      method: 'POST',
      isRead: true,
      json: { query: document, ...(variables && { variables }) },
      schema: answerSchema,
      ...(explain && { explain: ({ body, ...refusal }) => explain({ ...refusal, errors: errorsOf(body) }) }),
    },
    call,
  );
  if (value.errors?.length) {
    const errors = value.errors.map(errorOf);
    const cause = new Error(`Errors of the codes ${errors.map(codeForLog).join(', ')}`.slice(0, 300));
    const usual = new ShopFailure('failed', "The shop's API refused a query.", { cause });
    throw explain?.({ status, errors, isPage: false, usual }) ?? usual;
  }
  return checkAnswer(data, value.data);
}

function errorsOf(body: unknown): GraphqlError[] {
  const parsed = errorsSchema.safeParse(body);
  return parsed.success ? parsed.data.errors.map(errorOf) : [];
}

function errorOf({ message, extensions: { code } }: z.infer<typeof errorSchema>): GraphqlError {
  return { message, code };
}

/** Messages, and codes that are none, may repeat what was sent: a key has digits. */
function codeForLog({ code }: GraphqlError): string {
  if (!code) return 'none';
  return /^[a-z_]{1,40}$/i.test(code) ? code : 'other';
}
