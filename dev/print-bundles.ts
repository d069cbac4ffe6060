import { bundleFunction } from '../lib/bundle-function.ts';

/** Runs in a process of its own, so that a change of the bundling itself counts: `outdir name…` → JSON list of folders. */
const [outdir = '', ...names] = process.argv.slice(2);
console.log(JSON.stringify(names.map((name) => bundleFunction(name, outdir))));
