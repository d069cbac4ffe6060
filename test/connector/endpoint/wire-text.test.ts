import { expect, it, vi } from 'vitest';
import { wireText } from '../../../connector/endpoint/wire-text.ts';

const upper = ({ name }: { name: string }) => ({ NAME: name.toUpperCase() });

it('writes a list as JSON, once for the very same list', () => {
  const toWire = vi.fn(upper);
  const list = [{ name: 'a' }, { name: 'b' }];
  expect(wireText(list, toWire).json.text).toBe('[{"NAME":"A"},{"NAME":"B"}]');
  expect(wireText(list, toWire).json.text).toBe('[{"NAME":"A"},{"NAME":"B"}]');
  expect(toWire).toHaveBeenCalledTimes(2);
});

it('leaves out what has no wire form, and says of how many each time', () => {
  const list = [{ name: 'a' }, { name: '' }];
  const written = () => wireText(list, (item) => (item.name ? upper(item) : undefined));
  expect(written()).toMatchObject({ json: { text: '[{"NAME":"A"}]' }, leftOut: 1 });
  expect(written()).toMatchObject({ leftOut: 1 });
});

it('never takes one list for an equal one of somebody else’s', () => {
  expect(wireText([{ name: 'a' }], upper).json.text).toBe('[{"NAME":"A"}]');
  expect(wireText([{ name: 'a' }], (item) => item).json.text).toBe('[{"name":"a"}]');
});

it('writes no products as an empty list', () => {
  expect(wireText([], upper)).toMatchObject({ json: { text: '[]' }, leftOut: 0 });
});
