import type { Credentials, Shop } from '../../connector/catalog/catalog-source.ts';
import { deadlineIn } from '../../connector/deadline.ts';
import { parseWebsite } from '../../connector/website.ts';

/** A shop of the website `ha-1`, opened with these credentials, that has ten seconds. */
export function shopWith<C extends Credentials>(credentials: C): Shop<C> {
  return {
    website: parseWebsite('ha-1')!,
    credentials,
    cacheKey: `ha-1:${JSON.stringify(credentials)}`,
    deadline: deadlineIn(10_000),
    count: () => {},
  };
}
