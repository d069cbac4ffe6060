import { createHash } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export interface PageFile {
  type: string;
  body: Buffer;
  etag: string;
}

/** Bundles the page in memory: its files by path. It opens at `website` where its URL names none. */
export async function bundlePage(title: string, website: string): Promise<Map<string, PageFile>> {
  const { outputFiles } = await build({
    entryPoints: { page: fileURLToPath(new URL('./page/page.tsx', import.meta.url)) },
    outdir: '/',
    write: false,
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2023',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    logLevel: 'silent',
  });
  const files: [string, string, Uint8Array | string][] = [
    ['/', 'text/html; charset=utf-8', pageHtml(title, website)],
    ['/icon.svg', 'image/svg+xml', icon],
    ...outputFiles.map(({ path, contents }): [string, string, Uint8Array] =>
      path.endsWith('.css')
        ? ['/page.css', 'text/css; charset=utf-8', contents]
        : ['/page.js', 'text/javascript; charset=utf-8', contents],
    ),
  ];
  return new Map(files.map(([path, type, content]) => [path, pageFile(type, Buffer.from(content))]));
}

function pageFile(type: string, body: Buffer): PageFile {
  return { type, body, etag: `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"` };
}

function pageHtml(title: string, website: string): string {
  const escaped = title.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>${escaped}</title>
<link rel="icon" href="/icon.svg">
<link rel="stylesheet" href="/page.css">
<script type="module" src="/page.js"></script>
<body><div id="page" data-website="${website}"></div></body>
</html>
`;
}

const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="8" fill="#4353d0"/><path d="M8 9h16v11H14l-4 4v-4H8z" fill="#fff"/></svg>`;
