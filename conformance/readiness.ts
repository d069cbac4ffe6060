import type { Website } from '../connector/website.ts';
import type { Context } from './context.ts';
import { CouldNotRun, Violation } from './violation.ts';

/**
 * The connector answers, knows the secret, and has no website of the run installed; `replace` uninstalls them. A run that installs
 * nothing needs its website installed.
 */
export async function requireReadiness(context: Context, replace: boolean): Promise<void> {
  const health = await context.calls.get('/health', '', { signature: null });
  if (!health.answer) throw new CouldNotRun(`The connector cannot be reached: ${health.failure}`);
  for (const website of [context.website, context.otherWebsite]) {
    if (!website) continue;
    const isInstalled = await seemsInstalled(context, website);
    if (context.installed && !isInstalled) throw new CouldNotRun(`${website} is not installed: leave out --installed.`);
    if (!isInstalled || context.installed) continue;
    if (!replace) {
      throw new CouldNotRun(
        `${website} is installed already: name another website, add --installed to check it as it is, or --replace to take it over. Then it would end uninstalled.`,
      );
    }
    await takeOver(context, website);
  }
}

async function seemsInstalled({ calls }: Context, website: Website): Promise<boolean> {
  const { answer, failure } = await calls.products({ idWebsite: website, limit: 1 });
  if (!answer) throw new CouldNotRun(`The connector cannot be reached: ${failure}`);
  if (answer.status === 401) throw new CouldNotRun('The connector refuses calls signed with this secret (401).');
  return answer.status !== 404;
}

/** A connector that does not take the events shows it in the checks. */
async function takeOver({ installs }: Context, website: Website): Promise<void> {
  try {
    await installs.clear(website);
  } catch (error) {
    if (!(error instanceof Violation)) throw error;
  }
}
