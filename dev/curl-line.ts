import { sign } from '../connector/endpoint/signature.ts';
import { signatureHeader } from '../platform/platform-client.ts';

/** A GET to paste into a shell, signed over the raw query string. */
export function curlGet(url: string, path: string, query: string, secret: string): string {
  // -g: brackets in a query are not curl's to expand.
  return `curl -g -H ${quote(`${signatureHeader}: ${sign(query, secret)}`)} ${quote(`${url}${path}${query && `?${query}`}`)}`;
}

interface PostedBody {
  bytes: Buffer;
  contentType: string;
  /** Where the bytes are read from; without it they stand in the line itself and must be text. */
  file?: string;
}

/** A POST to paste into a shell, signed over the body. */
export function curlPost(url: string, path: string, { bytes, contentType, file }: PostedBody, secret: string): string {
  const headers = [`content-type: ${contentType}`, `${signatureHeader}: ${sign(bytes, secret)}`];
  const data = file === undefined ? `--data-raw ${quote(bytes.toString())}` : `--data-binary ${quote(`@${file}`)}`;
  return `curl ${headers.map((header) => `-H ${quote(header)}`).join(' ')} ${data} ${quote(url + path)}`;
}

/** For a POSIX shell: inside single quotes nothing but the single quote itself means anything. */
function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
