import { createContext } from 'preact';
import { useCallback, useContext, useEffect, useState } from 'preact/hooks';

const views = ['desk', 'marketplace', 'webhooks'] as const;
export type View = (typeof views)[number];

/** Where the user is: all of it stands in the URL, so that it can be linked and reloaded. */
export interface Place {
  view: View;
  website: string;
  /** The product list hangs over the conversation. */
  list: boolean;
  /** On a phone: what is known of the visitor is drawn over the conversation; elsewhere it stands beside it. */
  customer: boolean;
  /** '' is the root. */
  category: string;
  search: string;
  /** Shown in the inspector. */
  call: number | null;
  /** On a phone: the inspector is drawn over the view. */
  inspector: boolean;
}

type Go = (changes: Partial<Place>, options?: { replace?: boolean }) => void;

const PlaceContext = createContext<[Place, Go] | null>(null);
export const PlaceProvider = PlaceContext.Provider;

/** Where the user is, and how to go elsewhere. */
export function usePlace(): [Place, Go] {
  return useContext(PlaceContext)!;
}

export function useBrowserPlace(): [Place, Go] {
  const [place, setPlace] = useState(() => readPlace(location.href));
  useEffect(() => {
    const follow = () => setPlace(readPlace(location.href));
    addEventListener('popstate', follow);
    return () => removeEventListener('popstate', follow);
  }, []);
  const go = useCallback<Go>((changes, { replace = false } = {}) => {
    // Of the URL, not of the state: two steps in a row must not lose the first.
    const next = { ...readPlace(location.href), ...changes };
    const url = linkTo(next);
    if (replace) history.replaceState(null, '', url);
    else if (url !== location.pathname + location.search) history.pushState(null, '', url);
    setPlace(next);
  }, []);
  return [place, go];
}

export function linkTo({ view, website, list, customer, category, search, call, inspector }: Place): string {
  const query = new URLSearchParams({
    website,
    ...(list && { list: 'open' }),
    ...(customer && { customer: 'open' }),
    ...(category && { category }),
    ...(search && { search }),
    ...(call !== null && { call: String(call) }),
    ...(inspector && { inspector: 'open' }),
  });
  return `/${view}?${query}`;
}

function readPlace(href: string): Place {
  const { pathname, searchParams: query } = new URL(href);
  const call = Number(query.get('call') ?? Number.NaN);
  return {
    view: views.find((view) => pathname === `/${view}`) ?? 'desk',
    website: query.get('website') || document.getElementById('page')!.dataset.website!,
    list: query.get('list') === 'open',
    customer: query.get('customer') === 'open',
    category: query.get('category') ?? '',
    search: query.get('search') ?? '',
    call: Number.isInteger(call) ? call : null,
    inspector: query.get('inspector') === 'open',
  };
}
