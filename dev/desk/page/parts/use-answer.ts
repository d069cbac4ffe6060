import { useEffect, useRef, useState } from 'preact/hooks';
import type { CallAnswer } from '../../desk-api.ts';
import { askServer } from '../ask-server.ts';

/** The answer of a call of the connector, and how to ask. One that was overtaken by another question is dropped. */
export function useAnswer(path: string) {
  const [answer, setAnswer] = useState<CallAnswer | null>(null);
  const [isAsking, setAsking] = useState(false);
  const latest = useRef(0);
  const ask = async (body: object) => {
    const question = ++latest.current;
    setAsking(true);
    const given = await askServer<CallAnswer>(path, body).catch((error: Error): CallAnswer => {
      return { callId: 0, status: null, failure: error.message, retryAfterSeconds: null, body: null };
    });
    if (question !== latest.current) return;
    setAnswer(given);
    setAsking(false);
  };
  useEffect(() => () => void ++latest.current, []);
  return { answer, isAsking, ask };
}
