import { isOutage } from '../aws/retrying.ts';
import { BoundedMap } from '../bounded-map.ts';
import type { Deadline } from '../deadline.ts';
import type { Website } from '../website.ts';
import type { Install } from './install.ts';
import { readInstall } from './install-store.ts';

/** For so long an agent may still see a website that was uninstalled since; as long as opened credentials are kept. */
const maxAge = 5 * 60_000;
/** The table answers in milliseconds. An agent waits no longer for it when there is something to answer with. */
const patience = 1_000;
const maxKept = 1_000;

/** What the table said last. */
const kept = /* @__PURE__ */ new BoundedMap<Website, { install: Install | undefined; readAt: number }>(maxKept);

/** As `readInstall`. While the table does not answer: what it said at most 5 minutes ago. */
export async function readOrRecallInstall(
  website: Website,
  deadline: Deadline,
): Promise<{ install: Install | undefined; isRecalled: boolean }> {
  const last = kept.get(website);
  const recallable = last && Date.now() - last.readAt < maxAge ? last : undefined;
  try {
    const readAt = Date.now();
    const install = await readInstall(website, recallable ? deadline.within(patience) : deadline);
    kept.set(website, { install, readAt });
    return { install, isRecalled: false };
  } catch (error) {
    if (!recallable || !isOutage(error)) throw error;
    return { install: recallable.install, isRecalled: true };
  }
}
