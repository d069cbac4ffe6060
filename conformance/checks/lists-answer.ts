import type { Website } from '../../connector/website.ts';
import type { Context } from '../context.ts';
import { requireList, requireProblem } from '../requirements.ts';

/** Both lists of a website are served (200), or refused with that code. */
export async function listsAnswer({ calls }: Context, website: Website, status: number, code = ''): Promise<void> {
  for (const path of ['/products', '/categories']) {
    const exchange = await calls.get(path, calls.listQuery({ idWebsite: website, limit: 1 }));
    if (status === 200) requireList(exchange, `for ${website}`);
    else requireProblem(exchange, status, code, { after: `for ${website}` });
  }
}
