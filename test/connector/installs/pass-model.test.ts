import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Pass } from '../../../connector/installs/catalog-state.ts';
import { type Install, sealedSet } from '../../../connector/installs/install.ts';
import { parseRow, rowItem } from '../../../connector/installs/install-row.ts';
import { type InstallInput, nextInstall } from '../../../connector/installs/next-install.ts';
import { parseWebsite } from '../../../connector/website.ts';

const start = Date.UTC(2026, 0, 1);

const passOf = (id: string, parts: number, advancedAt: number): Pass => ({
  ...{ id, format: 1, startedAt: start, advancedAt, parts, runs: 1, pages: parts, listed: parts, announced: 0 },
  milliseconds: 0,
  ...(parts > 0 && { cursor: `after-${parts}` }),
});

/**
 * What runs do to one set of settings, as each of them knows the pass: `known` is what it read of the row, perhaps long ago. The model
 * is a row of two fields: which pass stands there with how many parts, and what agents are shown.
 */
interface Model {
  pass?: { id: string; parts: number; advancedAt: number } | undefined;
  shown?: string | undefined;
  at: number;
}

const ids = ['a', 'b'];
const step = fc.oneof(
  fc.record({
    kind: fc.constant('begin' as const),
    id: fc.constantFrom(...ids),
    after: fc.constantFrom(undefined, ...ids),
  }),
  fc.record({ kind: fc.constant('part' as const), id: fc.constantFrom(...ids), parts: fc.integer({ min: 0, max: 4 }) }),
  fc.record({ kind: fc.constant('show' as const), id: fc.constantFrom(...ids), parts: fc.integer({ min: 0, max: 4 }) }),
  fc.record({
    kind: fc.constant('end' as const),
    id: fc.constantFrom(undefined, ...ids),
    keeps: fc.boolean(),
    built: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('again' as const) }),
);

type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

it('a pass advances part by part, ends once, and no run moves a pass that it does not know: 10,000 histories', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      let install: Install | undefined = nextInstall(undefined, { type: 'added', sealed: 's' }, start).install;
      let model: Model = { at: Number.NEGATIVE_INFINITY };
      let last: InstallInput | undefined;
      for (const [index, each] of steps.entries()) {
        const at = start + index + 1;
        const input = each.kind === 'again' ? last : inputOf(each, at);
        if (!input) continue;
        last = input;
        const { install: after, ignored } = nextInstall(install, input, at);
        const expected = modelAfter(model, input);
        expect([each, ignored === undefined]).toEqual([each, expected !== undefined]);
        install = after;
        model = expected ?? model;
        // As it comes back from the table.
        const website = parseWebsite('ha-1')!;
        const read = parseRow(JSON.parse(JSON.stringify(rowItem({ website, revision: 1, install: install! })))).install;
        const { pass, index: shown } = sealedSet(read, at)?.catalog ?? {};
        expect(pass && { id: pass.id, parts: pass.parts, advancedAt: pass.advancedAt }).toEqual(model.pass);
        expect(shown?.key).toEqual(model.shown);
      }
    }),
    { numRuns: 10_000 },
  );
});

const indexOf = (name: string) => ({ key: `ha-1/${name}`, bytes: 1, products: 1, categories: 1, builtAt: start });

function inputOf(each: Exclude<Step, { kind: 'again' }>, at: number): InstallInput {
  switch (each.kind) {
    case 'begin':
      return { type: 'advanced', sealed: 's', pass: passOf(each.id, 1, at), after: each.after };
    case 'part':
      return { type: 'advanced', sealed: 's', pass: passOf(each.id, each.parts, at), after: each.id };
    case 'show':
      return {
        ...{ type: 'advanced', sealed: 's', pass: passOf(each.id, each.parts, at), after: each.id },
        index: indexOf(`part-${at}`),
      };
    case 'end': {
      const outcome = each.built ? 'built' : 'failed';
      const index = each.built ? indexOf(`whole-${at}`) : undefined;
      return { type: 'refreshed', sealed: 's', refresh: { at, outcome }, pass: each.id, keepsPass: each.keeps, index };
    }
  }
}

/** undefined: ignored. */
function modelAfter(model: Model, input: InstallInput): Model | undefined {
  if (input.type === 'advanced') {
    const { id, parts, advancedAt } = input.pass;
    const isSame = model.pass?.id === id;
    const mayBegin = !isSame && input.after !== id && model.pass?.id === input.after;
    const goesOn =
      isSame &&
      (parts === model.pass!.parts + 1 || (parts === model.pass!.parts && advancedAt >= model.pass!.advancedAt));
    if (!mayBegin && !goesOn) return undefined;
    return { ...model, pass: { id, parts, advancedAt }, ...(input.index && { shown: input.index.key }) };
  }
  if (input.type !== 'refreshed') return model;
  if (model.pass && model.pass.id !== input.pass) return undefined;
  if (input.refresh.at < model.at) return undefined;
  const pass = input.keepsPass ? model.pass : undefined;
  return { at: input.refresh.at, pass, shown: input.index?.key ?? model.shown };
}
