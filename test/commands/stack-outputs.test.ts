import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readStackOutputs } from '../../commands/stack-outputs.ts';
import { sampleOutputs } from '../fixtures/stack-outputs.ts';

const folder = mkdtempSync(join(tmpdir(), 'outputs-'));
afterAll(() => rmSync(folder, { recursive: true }));

function file(content: unknown): string {
  const path = join(folder, 'cdk-outputs.json');
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

describe('readStackOutputs', () => {
  const outputs = sampleOutputs;

  it('takes the only stack, or the one that is named', () => {
    expect(readStackOutputs(file({ 'connector-dev': outputs }), undefined)).toEqual({
      stack: 'connector-dev',
      ...outputs,
    });
    const two = file({ 'connector-dev': {}, 'connector-prod': outputs });
    expect(readStackOutputs(two, 'connector-prod').stack).toBe('connector-prod');
  });

  it.each([
    ['two stacks and none named', { a: outputs, b: outputs }, undefined, 'has a, b: say which by --stack'],
    ['no stack of that name', { a: outputs }, 'b', 'has no stack b, only a.'],
    ['a name of JavaScript, not of a stack', { a: outputs }, 'constructor', 'has no stack constructor'],
    ['no stack', {}, undefined, 'has no stack: say which'],
    ['an output that is missing', { a: { ...outputs, HealthUrl: undefined } }, 'a', 'a lacks the output HealthUrl.'],
    ['another JSON', [1], 'a', 'is not what `cdk deploy --outputs-file` writes'],
    ['no JSON', '{', 'a', 'is not what `cdk deploy --outputs-file` writes'],
  ])('says what is wrong: %s', (_, content, stack, message) => {
    expect(() => readStackOutputs(file(content), stack)).toThrow(message);
  });

  it('says which command writes a missing file', () => {
    expect(() => readStackOutputs(join(folder, 'none.json'), 'a')).toThrow('`npm run deploy` writes it');
  });
});
