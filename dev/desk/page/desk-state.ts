import { createContext } from 'preact';
import { useContext, useEffect, useState } from 'preact/hooks';
import type { DeskChange, DeskState } from '../desk-api.ts';

const mostCalls = 300;

const DeskContext = createContext<DeskState | null>(null);
export const DeskProvider = DeskContext.Provider;

/** What the desk's server knows. */
export function useDesk(): DeskState {
  return useContext(DeskContext)!;
}

/** Follows the server; the browser connects again by itself, and the whole state comes anew. */
export function useStream(): { state: DeskState | null; isLost: boolean } {
  const [state, setState] = useState<DeskState | null>(null);
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    const stream = new EventSource('/api/stream');
    stream.onopen = () => setLost(false);
    stream.onerror = () => setLost(true);
    stream.onmessage = ({ data }) => {
      const change: DeskChange = JSON.parse(data);
      setState((before) => apply(before, change));
    };
    return () => stream.close();
  }, []);
  return { state, isLost };
}

function apply(before: DeskState | null, change: DeskChange): DeskState | null {
  if (change.kind === 'state') return change.state;
  if (!before) return null;
  if (change.kind === 'part') return { ...before, ...change.part };
  return { ...before, calls: [...before.calls, change.call].slice(-mostCalls) };
}
