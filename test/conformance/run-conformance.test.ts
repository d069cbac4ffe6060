import { afterEach, describe, expect, it } from 'vitest';
import type { Check, Group } from '../../conformance/check.ts';
import type { Context } from '../../conformance/context.ts';
import { shared } from '../../conformance/context.ts';
import { checksOf, conforms, countsOf, verdictOf } from '../../conformance/report/report.ts';
import { type ConformanceOptions, runConformance } from '../../conformance/run-conformance.ts';
import { CouldNotRun, Violation } from '../../conformance/violation.ts';
import type { Website } from '../../connector/website.ts';
import { type Answers, startStandIn } from './stand-in-connector.ts';

const website = 'ha-900001' as Website;
const otherWebsite = 'ha-900002' as Website;
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function standIn(answers: Answers) {
  const server = await startStandIn(answers);
  closers.push(server.close);
  return server;
}

/** Nothing is installed; everything else is taken. */
const fresh: Answers = ({ route }) => (route === 'GET /products' ? 404 : 200);

function check(name: string, run: (context: Context) => Promise<unknown>, more: Partial<Check> = {}): Check {
  return { name, title: name, run: async (context) => void (await run(context)), ...more };
}

function group(checks: Check[], installed = false): Group {
  return { name: 'some', title: 'Some', section: '§1', installed, checks };
}

function run(url: string, groups: Group[], more: Partial<ConformanceOptions> = {}) {
  return runConformance({ url, secret: 'a-long-secret', website, otherWebsite, groups, ...more });
}

const installs = check('installs', ({ installs }) => installs.send('installed', website, crypto.randomUUID()));
const lastEvents = (received: { body: string }[]) =>
  received.filter(({ body }) => body.includes('eventType')).map(({ body }) => JSON.parse(body).eventType);

describe('a run', () => {
  it('makes every check in order, one request at a time, and tells each result at once', async () => {
    const server = await standIn(fresh);
    const told: string[] = [];
    const calls = (name: string) => check(name, ({ calls }) => calls.get(`/${name}`));
    const report = await run(server.url, [group([calls('a'), calls('b')])], {
      onResult: ({ name }) => told.push(`${name} after ${server.received.length}`),
    });
    expect(told).toEqual(['a after 4', 'b after 5']);
    expect(server.mostAtOnce()).toBe(1);
    expect(report.requests).toBe(5);
    expect(checksOf(report).map(({ requests }) => requests)).toEqual([1, 1]);
    expect(conforms(report)).toBe(true);
  });

  it('reports a violation with its exchange, and does not conform', async () => {
    const server = await standIn(fresh);
    const failing = check('fails', async ({ calls }) => {
      throw new Violation('It is wrong.', await calls.get('/x'), { part: 1 });
    });
    const report = await run(server.url, [group([failing])]);
    const [result] = checksOf(report);
    expect(result).toMatchObject({ outcome: 'failed', reason: 'It is wrong.', section: '§1' });
    expect(result?.exchange?.request).toContain(`GET ${server.url}/x`);
    expect(result?.exchange?.answer).toContain('"part": 1');
    expect(conforms(report)).toBe(false);
  });

  it('conforms when only advice is not followed, and says so with its exchange', async () => {
    const server = await standIn(fresh);
    const advises = check(
      'advises',
      async ({ calls }) => {
        throw new Violation('It should be so.', await calls.get('/x'));
      },
      { isAdvice: true },
    );
    const report = await run(server.url, [group([advises])]);
    const [result] = checksOf(report);
    expect(result).toMatchObject({ outcome: 'passed', advice: 'It should be so.', reason: null });
    expect(result?.exchange?.request).toContain(`GET ${server.url}/x`);
    expect([conforms(report), verdictOf(report)]).toEqual([true, 'Conforms to the contract, 1 piece of advice']);
  });

  it('reports a failure that many checks meet once, and blocks the others', async () => {
    const server = await standIn(fresh);
    let reads = 0;
    const list = shared('the list', async () => {
      reads++;
      throw new Violation('No list.');
    });
    const report = await run(server.url, [group([check('a', list), check('b', list), check('c', list)])]);
    expect(countsOf(checksOf(report))).toEqual({ passed: 0, failed: 1, blocked: 2, skipped: 0 });
    expect(reads).toBe(1);
    expect(conforms(report)).toBe(false);
  });

  it('skips what it was not given the means for', async () => {
    const server = await standIn(fresh);
    const groups = [
      group([
        check('a', async () => {}, { needs: 'previousSecret' }),
        check('b', async () => {}, { needs: 'parameters' }),
      ]),
      { ...group([check('c', async () => {})], true), name: 'installed' },
      { ...group([check('d', async () => {}), check('e', async () => {}, { needs: 'otherWebsite' })]), name: 'open' },
    ];
    const report = await run(server.url, groups, { otherWebsite: undefined });
    expect(checksOf(report).map(({ name, reason }) => [name, reason])).toEqual([
      ['a', 'needs --previous-secret'],
      ['b', 'needs --parameters'],
      ['c', 'needs --parameters'],
      ['d', null],
      ['e', 'needs --other-website, a second one that the app accepts'],
    ]);
    expect(report).toMatchObject({ website, otherWebsite: null });
    expect(conforms(report)).toBe(true);
  });
});

describe('what a run installed', () => {
  it('is uninstalled at its end, and a website that still serves then is a failure', async () => {
    const server = await standIn(fresh);
    const report = await run(server.url, [group([installs])]);
    expect(lastEvents(server.received).at(-1)).toBe('connector.uninstalled');
    expect(conforms(report)).toBe(true);

    let installed = false;
    const stubborn = await standIn(({ route, body }) => {
      installed ||= body.includes('connector.installed');
      return route === 'GET /products' && !installed ? 404 : 200;
    });
    const bad = await run(stubborn.url, [group([installs])]);
    expect(checksOf(bad).at(-1)).toMatchObject({ name: 'leaves-nothing-installed', outcome: 'failed' });
  });

  it('is uninstalled when a check has a bug, when the run is interrupted, and when the connector falls silent', async () => {
    const server = await standIn(fresh);
    const buggy = check('buggy', async () => (undefined as unknown as { x: string }).x);
    await expect(run(server.url, [group([installs, buggy])])).rejects.toThrow(TypeError);
    expect(lastEvents(server.received).at(-1)).toBe('connector.uninstalled');

    const interrupted = await standIn(fresh);
    const stop = new AbortController();
    const stops = check('stops', async ({ calls }) => {
      stop.abort();
      await calls.get('/never');
    });
    await expect(run(interrupted.url, [group([installs, stops])], { signal: stop.signal })).rejects.toThrow(
      CouldNotRun,
    );
    expect(interrupted.received.map(({ route }) => route)).not.toContain('GET /never');
    expect(lastEvents(interrupted.received).at(-1)).toBe('connector.uninstalled');

    const silent = await standIn((call) => (call.route === 'GET /silent' ? null : fresh(call)));
    const asks = check('asks', async ({ calls }) => {
      for (;;) await calls.get('/silent');
    });
    await expect(run(silent.url, [group([installs, asks])])).rejects.toThrow(/stopped answering \(5 times/);
    expect(lastEvents(silent.received).at(-1)).toBe('connector.uninstalled');
  });
});

describe('a run on an installed website', () => {
  const reads = check('reads', async ({ calls }) => {
    await calls.products({ idWebsite: 'ha-900001' });
  });
  const installed = { installed: true, parameters: { shopUrl: 'https://shop.example' } };

  it('checks what only reads, leaves it as it is, and says what it left out', async () => {
    const server = await standIn(() => 200);
    const needy = [
      { ...reads, name: 'types', needs: 'parameters' as const },
      { ...reads, name: 'compares', needs: 'otherWebsite' as const },
    ];
    const report = await run(server.url, [group([reads, ...needy], true)], installed);
    expect(checksOf(report).map(({ name, outcome }) => [name, outcome])).toEqual([
      ['reads', 'passed'],
      ['types', 'skipped'],
      ['compares', 'skipped'],
    ]);
    expect(checksOf(report).at(-1)!.reason).toContain('--installed');
    expect(server.received.filter(({ route }) => route.startsWith('POST'))).toEqual([]);
  });

  it('refuses one that is not', async () => {
    const server = await standIn(fresh);
    await expect(run(server.url, [group([reads])], installed)).rejects.toThrow(/ha-900001 is not installed/);
  });
});

describe('a run refuses', () => {
  it('to touch a website that is installed, whether or not it is served, and takes it over when asked', async () => {
    for (const status of [200, 409, 502]) {
      const server = await standIn(({ route }) => (route === 'GET /products' ? status : 200));
      await expect(run(server.url, [group([installs])])).rejects.toThrow(/ha-900001 is installed already.*--replace/);
      expect(server.received.filter(({ route }) => route.startsWith('POST'))).toEqual([]);
    }
    const server = await standIn(({ route }) => (route === 'GET /products' ? 200 : 200));
    await run(server.url, [group([check('a', async () => {})])], { replace: true });
    expect(lastEvents(server.received).slice(0, 2)).toEqual(['connector.installed', 'connector.uninstalled']);
  });

  it('a connector that cannot be reached, another secret, an unknown check', async () => {
    const server = await standIn(() => 401);
    await expect(run(server.url, [])).rejects.toThrow(/refuses calls signed with this secret/);
    const gone = await startStandIn(fresh);
    await gone.close();
    await expect(run(gone.url, [])).rejects.toThrow(/cannot be reached: .*ECONNREFUSED/);
    const some = [group([installs])];
    await expect(run(server.url, some, { only: ['some/other'] })).rejects.toThrow(
      'There is no group or check some/other',
    );
  });

  it('to make more than 3,000 requests', async () => {
    const server = await standIn(fresh);
    const endless = check('endless', async ({ calls }) => {
      for (;;) await calls.get('/x');
    });
    await expect(run(server.url, [group([endless])])).rejects.toThrow('bounded to 3000 requests');
    expect(server.received.length).toBe(3_000);
  });
});
