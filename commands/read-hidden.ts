import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** One line from the terminal without showing it, or all of stdin when it is piped. Without the line's end. */
export async function readHidden(prompt: string): Promise<string> {
  const { stdin, stderr } = process;
  if (!stdin.isTTY) {
    let text = '';
    for await (const chunk of stdin.setEncoding('utf8')) text += chunk;
    return text.replace(/\r?\n$/, '');
  }
  stderr.write(prompt);
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: nowhere, terminal: true });
  try {
    return await lines.question('');
  } finally {
    lines.close();
    stderr.write('\n');
  }
}
