import { afterAll, beforeAll, expect, test } from 'vitest';
import { callAws } from '../../../connector/aws.ts';
import { deadlineIn } from '../../../connector/deadline.ts';
import type { LocalAws } from '../../../dev/aws/local-aws.ts';
import { testTable, useLocalAws } from '../../helpers/local-aws.ts';

let aws: LocalAws;
beforeAll(async () => {
  aws = await useLocalAws();
});
afterAll(() => aws.close());

test('stores an item and reads it back', async () => {
  const Item = { website: { S: 'ha-1' }, revision: { N: '1' } };
  await callAws('dynamodb', 'PutItem', { TableName: testTable, Item }, deadlineIn(5_000));
  const key = { TableName: testTable, Key: { website: { S: 'ha-1' } }, ConsistentRead: true };
  expect(await callAws('dynamodb', 'GetItem', key, deadlineIn(5_000))).toEqual({ Item });
});

test('refuses a put whose condition fails', async () => {
  const put = {
    TableName: testTable,
    Item: { website: { S: 'ha-2' }, revision: { N: '1' } },
    ConditionExpression: 'attribute_not_exists(website)',
  };
  await callAws('dynamodb', 'PutItem', put, deadlineIn(5_000));
  await expect(callAws('dynamodb', 'PutItem', put, deadlineIn(5_000))).rejects.toMatchObject({
    code: 'ConditionalCheckFailedException',
    status: 400,
  });
});
