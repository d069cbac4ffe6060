import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';

const outputsSchema = z.object({
  HealthUrl: z.string(),
  VerificationUrl: z.string(),
  CategoriesUrl: z.string(),
  ProductsUrl: z.string(),
  WebhookUrl: z.string(),
  /** Of the plugins that the app has. */
  VisitorProfileUrl: z.optional(z.string()),
  VisitorActionUrl: z.optional(z.string()),
  ClosingFormUrl: z.optional(z.string()),
  AppSecretArn: z.string(),
  InstallTableName: z.string(),
  CredentialKeyArn: z.string(),
  /** Absent of a live shop's stack, as is `RefreshQueueUrl`. */
  IndexBucketName: z.optional(z.string()),
  RefreshQueueUrl: z.optional(z.string()),
  /** `…/options/{key}`, where a parameter is chosen from a list. */
  OptionsUrl: z.optional(z.string()),
  Stage: z.string(),
});

/** What `cdk deploy --outputs-file` wrote of one stack, and that stack's name. */
export type StackOutputs = z.infer<typeof outputsSchema> & { stack: string };

/** Options that every command on a deployed stack understands, for `parseArgs`. */
export const stackOptions = {
  stack: { type: 'string' },
  outputs: { type: 'string', default: 'cdk-outputs.json' },
} as const;

/** Reads the outputs of `stack`, or of the only stack in the file. */
export function readStackOutputs(path: string, stack: string | undefined): StackOutputs {
  const stacks = readStacks(path);
  const names = Object.keys(stacks);
  const name = stack ?? (names.length === 1 ? names[0]! : undefined);
  if (name === undefined)
    throw new Error(`${path} has ${names.join(', ') || 'no stack'}: say which by --stack <name>.`);
  if (!Object.hasOwn(stacks, name))
    throw new Error(`${path} has no stack ${name}, only ${names.join(', ') || 'none'}.`);
  const { data, error } = outputsSchema.safeParse(stacks[name]);
  if (error) throw new Error(`${path}: ${name} lacks the output ${error.issues[0]!.path.join('.')}. Deploy it again.`);
  return { stack: name, ...data };
}

function readStacks(path: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new Error(`${path} cannot be read. \`npm run deploy\` writes it; --outputs <file> names another.`);
  }
  try {
    return z.record(z.string(), z.looseObject({})).parse(JSON.parse(text));
  } catch {
    throw new Error(`${path} is not what \`cdk deploy --outputs-file\` writes.`);
  }
}
