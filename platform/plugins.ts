/** What an app may have beside the product list, by the name of the stack's output that tells its URL. */
const outputs = {
  VisitorProfileUrl: 'visitor-profile',
  VisitorActionUrl: 'visitor-action',
  ClosingFormUrl: 'closing-form',
} as const;

export type Plugin = (typeof outputs)[keyof typeof outputs];
export const plugins: readonly Plugin[] = Object.values(outputs);

/** Those of a stack with these outputs. */
export function pluginsOf(stack: Readonly<Record<string, string | undefined>>): Plugin[] {
  return Object.entries(outputs).flatMap(([output, plugin]) => (stack[output] ? [plugin] : []));
}
