import { answerHelp } from '../dev/answer-help.ts';

/** Runs a command's work, unless its usage is asked for; what the user can mend is one line on stderr and exit code 1. */
export async function runCommand(usage: string, work: () => Promise<void> | void): Promise<void> {
  answerHelp(usage);
  try {
    await work();
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
