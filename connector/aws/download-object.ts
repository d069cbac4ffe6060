import { createHash } from 'node:crypto';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import type { Deadline } from '../deadline.ts';
import { callS3 } from './call-s3.ts';

const maxDownloadSilence = 5_000;

/**
 * Writes the object to `file`, which is whole when the call has returned, and gone when it has failed. A process that ends meanwhile
 * leaves a part.
 * Throws AwsError of the service `s3`: its code, e.g. `AccessDenied` (a missing object, too, to those who may not list the bucket),
 * or what the file system says, e.g. `ENOSPC`.
 */
export async function downloadObject(bucket: string, key: string, file: string, deadline: Deadline): Promise<void> {
  await callS3(
    {
      operation: 'GetObject',
      method: 'GET',
      bucket,
      key,
      headers: { 'x-amz-checksum-mode': 'ENABLED' },
      receive(headers, failed) {
        const hash = createHash('sha256');
        const written = openSync(file, 'w');
        let isOpen = true;
        let bytes = 0;
        const close = () => {
          if (!isOpen) return;
          isOpen = false;
          closeSync(written);
        };
        return {
          // At once: a stream of its own cost a new instance more than all its writes.
          write(chunk) {
            for (let from = 0; from < chunk.length; ) from += writeSync(written, chunk, from);
            hash.update(chunk);
            bytes += chunk.length;
          },
          end() {
            const checksum = headers['x-amz-checksum-sha256'] ?? '';
            if (bytes !== Number(headers['content-length']))
              throw failed('InvalidResponse', 200, 'not the whole object');
            if (checksum && checksum !== hash.digest('base64')) throw failed('InvalidResponse', 200, 'wrong checksum');
            close();
          },
          abandon() {
            close();
            rmSync(file, { force: true });
          },
        };
      },
    },
    deadline,
    maxDownloadSilence,
  );
}
