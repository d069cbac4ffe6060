import { useEffect, useState } from 'preact/hooks';
import type { CallAnswer } from '../../desk-api.ts';
import { askServer } from '../ask-server.ts';

interface Option {
  label: string;
  value: string;
}

export type Options = { state: 'loading' } | { state: 'failed'; problem: string } | { state: 'ready'; list: Option[] };

/** What the connector lists for one parameter, asked for as the platform does when the form is shown. */
export function useOptions(website: string, key: string, attempt: number): Options {
  const [options, setOptions] = useState<Options>({ state: 'loading' });
  useEffect(() => {
    const controller = new AbortController();
    const { signal } = controller;
    setOptions({ state: 'loading' });
    askServer<CallAnswer>('/api/options', { website, key }, signal)
      .then(readOptions)
      .catch((error: Error): Options => ({ state: 'failed', problem: error.message }))
      .then((read) => !signal.aborted && setOptions(read));
    return () => controller.abort();
  }, [website, key, attempt]);
  return options;
}

/** What cannot be shown is left out; the inspector says what is wrong with it. */
function readOptions({ status, failure, body }: CallAnswer): Options {
  if (status !== 200) return { state: 'failed', problem: failure ?? `The connector answered ${status}.` };
  const list = Array.isArray(body) ? body.filter(isOption) : [];
  return list.length > 0 ? { state: 'ready', list } : { state: 'failed', problem: 'The connector listed nothing.' };
}

function isOption(item: unknown): item is Option {
  const { label, value } = Object(item) as Partial<Option>;
  return typeof label === 'string' && typeof value === 'string';
}
