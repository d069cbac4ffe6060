/** What whoever typed the command can mend; the message is all that they need. */
export class WrongUsage extends Error {}
