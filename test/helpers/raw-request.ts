import { connect } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** What a server answers to these very bytes, until it ends the connection; not that it would go on. */
export async function rawRequest(port: number, head: string): Promise<{ status: number; text: string }> {
  const socket = connect(port, '127.0.0.1');
  // Not `end`: a server may take a half-closed connection for a caller that has gone.
  socket.write(Buffer.from(head, 'latin1'));
  const text = String(await buffer(socket).catch(() => '')).replace(/^HTTP\/1\.1 100 Continue\r\n\r\n/, '');
  return { status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text };
}
