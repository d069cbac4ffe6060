import { expect, it, vi } from 'vitest';
import { wireText } from '../../../connector/catalog/wire-text.ts';

const upper = (list: readonly { name: string }[]) => list.map(({ name }) => name.toUpperCase());

it('writes a list as JSON, once for the very same list', () => {
  const toWire = vi.fn(upper);
  const list = [{ name: 'a' }, { name: 'b' }];
  expect(wireText(list, toWire)).toBe('["A","B"]');
  expect(wireText(list, toWire)).toBe('["A","B"]');
  expect(toWire).toHaveBeenCalledOnce();
});

it('never takes one list for an equal one of somebody else’s', () => {
  expect(wireText([{ name: 'a' }], upper)).toBe('["A"]');
  expect(wireText([{ name: 'a' }], (list) => list)).toBe('[{"name":"a"}]');
});

it('writes no products as an empty list', () => {
  expect(wireText([], upper)).toBe('[]');
});
