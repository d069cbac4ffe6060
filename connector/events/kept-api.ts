import type { Deadline } from '../deadline.ts';
import { iadvizeApi } from '../iadvize/api.ts';
import type { IadvizeApi } from '../iadvize/api-types.ts';
import { servingSet } from '../installs/install.ts';
import { readInstall } from '../installs/install-store.ts';
import { openKey } from '../installs/kept-key.ts';
import type { Website } from '../website.ts';

/** The platform's REST API with the key that was kept when the website was installed; undefined where there is none. */
export async function keptApi(website: Website, deadline: Deadline): Promise<IadvizeApi | undefined> {
  const install = await readInstall(website, deadline);
  const set = install && servingSet(install);
  const key = set && (await openKey(website, set.sealed, deadline));
  return key === undefined ? undefined : iadvizeApi({ website, key, deadline });
}
