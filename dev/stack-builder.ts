import { join } from 'node:path';
import { bundle, synthesize } from './build.ts';
import { readSynthesizedStack, type SynthesizedStack } from './synthesized-stack.ts';
import type { Change } from './watch-sources.ts';

export interface StackBuilder {
  /** Of the sources as they are, or of an assembly that is there already. */
  synthesize(assembly?: string): Promise<SynthesizedStack>;
  /** The stack after a change of the sources; its bundles are in a folder of this build only. */
  rebuild(stack: SynthesizedStack, change: Change): Promise<SynthesizedStack>;
}

/** Builds into `folder/1`, `folder/2` …: one build never disturbs what another one serves. */
export function stackBuilder(folder: string, apiUrl: string, signal: AbortSignal): StackBuilder {
  let builds = 0;
  const nextFolder = () => join(folder, String(++builds));
  const synthesizeAnew = async () => {
    const assembly = nextFolder();
    await synthesize(assembly, signal);
    return readSynthesizedStack(assembly, apiUrl);
  };
  return {
    synthesize: async (assembly) => (assembly ? readSynthesizedStack(assembly, apiUrl) : synthesizeAnew()),
    async rebuild(stack, change) {
      const sources = stack.functions.map(({ source }) => source).filter((source) => source !== undefined);
      if (change === 'stack' || sources.length < stack.functions.length) return synthesizeAnew();
      const folders = await bundle(sources, nextFolder(), signal);
      return { ...stack, functions: stack.functions.map((each) => ({ ...each, folder: folders.get(each.source!)! })) };
    },
  };
}
