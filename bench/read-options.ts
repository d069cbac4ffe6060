/** No limits: the feeds are our own. */
export const readOptions = {
  maxItems: Number.POSITIVE_INFINITY,
  maxBytes: Number.POSITIVE_INFINITY,
  now: new Date('2026-06-15'),
};
