/** Prints how a command is used, and ends, when `--help` stands among what was typed. */
export function answerHelp(usage: string): void {
  if (!process.argv.slice(2).includes('--help')) return;
  console.log(usage);
  process.exit();
}
