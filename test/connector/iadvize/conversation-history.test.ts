import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHistory } from '../../../connector/iadvize/conversation-history.ts';

const documented =
  '[5,"2016-02-16 11:24:21","http://test.com/"],[2,"2016-02-16 11:24:23","Hello",1455618264049],[3,"2016-02-16 11:24:31","The chat rule has been activated."],[1,"2016-02-16 11:24:43","Hello, how can I help you?",1455618283869]';

describe('readHistory', () => {
  it('tells who said what, and when', () => {
    expect(readHistory(documented)).toEqual([
      { by: 'page', at: new Date('2016-02-16T10:24:21Z'), text: 'http://test.com/' },
      { by: 'visitor', at: new Date(1_455_618_264_049), text: 'Hello' },
      { by: 'platform', at: new Date('2016-02-16T10:24:31Z'), text: 'The chat rule has been activated.' },
      { by: 'operator', at: new Date(1_455_618_283_869), text: 'Hello, how can I help you?' },
    ]);
  });

  it('reads it with and without brackets around, and one that was cut off as far as it goes', () => {
    expect(readHistory(`[${documented}]`)).toEqual(readHistory(documented));
    expect(readHistory(documented.slice(0, -20))).toHaveLength(3);
    expect(readHistory(`[${documented.slice(0, -20)}`)).toHaveLength(3);
  });

  it.each(['', 'null', '{}', '1', '[]', '[1]', '[[1,2,3]]', '[1,"x"]', 'hello'])('finds nobody in %j', (history) => {
    expect(readHistory(history)).toEqual([]);
  });

  it('leaves out what is no entry, and keeps a speaker it does not know', () => {
    expect(readHistory('[9,"now","x"],[2,null,"y"],[2,"2016-02-16 11:24:23"]')).toEqual([
      { by: 'other', at: undefined, text: 'x' },
      { by: 'visitor', at: undefined, text: 'y' },
    ]);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => void readHistory(text)),
      { numRuns: 500 },
    );
  });
});

it('the local platform writes histories as the documentation does', async () => {
  const { openRestWorld } = await import('../../../platform/rest/rest-world.ts');
  const history = String(
    openRestWorld(() => Date.UTC(2026, 10, 28))
      .rows.get('conversation')!
      .get(500)!.history,
  );
  expect(new Set(readHistory(history).map(({ by }) => by))).toEqual(
    new Set(['page', 'visitor', 'platform', 'operator']),
  );
});
