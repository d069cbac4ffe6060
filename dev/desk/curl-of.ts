import type { OutgoingRequest } from '../../platform/exchange.ts';

/** The same call for a POSIX shell: same bytes, same signature. */
export function curlOf({ method, url, headers, body }: OutgoingRequest): string {
  const lines = Object.entries(headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`);
  if (body) lines.push(`--data-binary ${quote(body.toString('utf8'))}`);
  // -g: brackets are not curl's to expand.
  return [`curl -i -g -X ${method} ${quote(url)}`, ...lines].join(' \\\n  ');
}

/** Inside single quotes nothing but the single quote itself means anything. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
