import { afterEach, beforeEach, expect, test } from 'vitest';
import { callAws } from '../../../connector/aws/call-aws.ts';
import { deadlineIn } from '../../../connector/deadline.ts';
import type { LocalAws } from '../../../dev/aws/local-aws.ts';
import { testTable as TableName, useLocalAws } from '../../helpers/local-aws.ts';

let aws: LocalAws;
beforeEach(async () => {
  aws = await useLocalAws();
});
afterEach(() => aws.close());

type Item = Record<string, object>;

const call = <Output>(operation: string, input: object) =>
  callAws<Output>('dynamodb', operation, { TableName, ...input }, deadlineIn(10_000));
const read = (website: string) =>
  call<{ Item?: Item }>('GetItem', { Key: { website: { S: website } }, ConsistentRead: true });

test('an item of every type is read as it was put', async () => {
  const Item = {
    website: { S: 'ha-1' },
    revision: { N: '1' },
    sealed: { B: Buffer.from('ÿ').toString('base64') },
    versions: { M: { 'd7a1…': { M: { installedAt: { N: '1772368496789' }, uninstalledAt: { NULL: true } } } } },
    list: { L: [{ BOOL: true }, { SS: ['a', 'b'] }] },
  };
  await call('PutItem', { Item });
  expect(await read('ha-1')).toEqual({ Item });
  expect(await read('ha-2')).toEqual({});
});

test('a put on condition of the revision is refused when the revision moved on', async () => {
  const put = (revision: number) => ({
    Item: { website: { S: 'ha-1' }, revision: { N: `${revision}` } },
    ConditionExpression: 'attribute_not_exists(website) OR #revision = :before',
    ExpressionAttributeNames: { '#revision': 'revision' },
    ExpressionAttributeValues: { ':before': { N: `${revision - 1}` } },
  });
  await call('PutItem', put(1));
  await call('PutItem', put(2));
  await expect(call('PutItem', put(2))).rejects.toMatchObject({ code: 'ConditionalCheckFailedException', status: 400 });
});

test('of concurrent conditional puts exactly one wins', async () => {
  const puts = Array.from({ length: 40 }, (_, writer) =>
    call('PutItem', {
      Item: { website: { S: 'ha-1' }, writer: { N: `${writer}` } },
      ConditionExpression: 'attribute_not_exists(website)',
    }),
  );
  const results = await Promise.allSettled(puts);
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('a scan in pages finds every item once', async () => {
  const names = Array.from({ length: 25 }, (_, number) => `ha-${number + 1}`);
  for (const website of names) await call('PutItem', { Item: { website: { S: website } } });
  const found: unknown[] = [];
  let ExclusiveStartKey: Item | undefined;
  do {
    const input = { Limit: 10, ...(ExclusiveStartKey && { ExclusiveStartKey }) };
    const page = await call<{ Items: Item[]; LastEvaluatedKey?: Item }>('Scan', input);
    found.push(...page.Items.map((item) => (item.website as { S: string }).S));
    ExclusiveStartKey = page.LastEvaluatedKey;
  } while (ExclusiveStartKey);
  expect(found.sort()).toEqual(names.sort());
});

test('an item is deleted', async () => {
  await call('PutItem', { Item: { website: { S: 'ha-1' } } });
  await call('DeleteItem', { Key: { website: { S: 'ha-1' } } });
  expect(await read('ha-1')).toEqual({});
});

test('a table that was not asked for is not there', async () => {
  const other = call('GetItem', { TableName: 'other', Key: { website: { S: 'ha-1' } } });
  await expect(other).rejects.toMatchObject({ code: 'ResourceNotFoundException' });
});
