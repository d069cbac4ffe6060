import { readFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import * as z from 'zod/mini';

const fileSchema = z.array(z.object({ key: z.string(), value: z.union([z.string(), z.boolean()]) }));

/** Reads `[{"key":"shopUrl","value":"https://…"}]` from a file, or from stdin for `-`. */
export async function readParameterFile(path: string): Promise<Map<string, string | boolean>> {
  let content: string;
  try {
    content = path === '-' ? await text(process.stdin) : readFileSync(path, 'utf8');
  } catch {
    throw new Error(`${path} cannot be read.`);
  }
  try {
    return new Map(fileSchema.parse(JSON.parse(content)).map(({ key, value }) => [key, value]));
  } catch {
    // The parser's own message would quote the file, which holds credentials.
    throw new Error(`${path} must be a JSON array such as [{"key":"shopUrl","value":"https://shop.example"}].`);
  }
}
