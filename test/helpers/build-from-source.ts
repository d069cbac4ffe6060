import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CatalogSource, Credentials, Shop, SourceVersion } from '../../connector/catalog/catalog-source.ts';
import { buildCatalog } from '../../connector/refresh/build-catalog.ts';

/** Reads a shop and writes its searchable catalog to `file` as a refresh does. */
export async function buildFromSource<C extends Credentials>(
  source: CatalogSource<C>,
  shop: Shop<C>,
  file: string,
  known?: SourceVersion,
) {
  const scratch = await mkdtemp(join(tmpdir(), 'build-from-source-'));
  try {
    const reading = join(scratch, 'reading');
    await mkdir(reading);
    await rm(file, { force: true });
    return await buildCatalog(source.read(shop, { known, scratch: reading }), { file, locale: 'fr-FR', scratch });
  } finally {
    await rm(scratch, { recursive: true });
  }
}
