import type { Check } from '../check.ts';
import { requireProblem } from '../requirements.ts';

function refusesBody(name: string, what: string, body: Buffer | string): Check {
  return {
    name: `body-${name}`,
    title: `${what} is answered 400.`,
    section: '§3, §8',
    async run({ calls }) {
      requireProblem(await calls.post('/verification', body), 400, 'invalid_request');
      return undefined;
    },
  };
}

export const bodyChecks: readonly Check[] = [
  refusesBody('not-json', 'A body that is not JSON', '[{"key":"websiteId","value":'),
  refusesBody('empty', 'An empty body', ''),
  refusesBody('object', 'An object instead of the array', '{"key":"websiteId","value":"ha-1"}'),
  refusesBody('null', 'null', 'null'),
  refusesBody('text', 'A string', '"websiteId"'),
  refusesBody('number-item', 'An item that is no object', '[1]'),
  refusesBody('null-item', 'An item that is null', '[null]'),
  refusesBody('keyless', 'An item without key and id', '[{"value":"x"}]'),
  refusesBody('number-key', 'A key that is a number', '[{"key":1,"value":"x"}]'),
  refusesBody('number-value', 'A value that is a number', '[{"key":"websiteId","value":1}]'),
  refusesBody('object-value', 'A value that is an object', '[{"key":"websiteId","value":{}}]'),
];
