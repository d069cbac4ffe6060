import { expect, it } from 'vitest';
import * as c from '#connector.config';

it('x', () => {
  console.log(process.execArgv, c.config);
  expect(1).toBe(1);
});
