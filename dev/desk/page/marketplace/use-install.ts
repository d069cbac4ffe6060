import { useState } from 'preact/hooks';
import type { FieldProblem, InstallAnswer } from '../../desk-api.ts';
import { askServer } from '../ask-server.ts';

export type Values = Record<string, string | boolean>;
export type Dialect = '2018' | '2017';

/** What became of the last action. */
export type Outcome =
  | { kind: 'installed'; text: string }
  | { kind: 'refused'; callId: number }
  | { kind: 'pending'; callId: number }
  | { kind: 'done'; text: string }
  | { kind: 'error'; text: string };

/** What a merchant can do with one website, one thing at a time. */
export function useInstall(website: string) {
  const [outcome, setOutcome] = useState<Outcome | null>(null);
  const [problems, setProblems] = useState<FieldProblem[]>([]);
  const [isBusy, setBusy] = useState(false);

  const run = async (action: () => Promise<Outcome>) => {
    if (isBusy) return;
    setBusy(true);
    setOutcome(null);
    setProblems([]);
    try {
      setOutcome(await action());
    } catch (error) {
      setOutcome({ kind: 'error', text: (error as Error).message });
    }
    setBusy(false);
  };

  return {
    ...{ outcome, problems, isBusy },
    install: (values: Values, dialect: Dialect) =>
      run(async () => {
        const answer = await askServer<InstallAnswer>('/api/install', { website, values, dialect });
        if (answer.outcome === 'installed') return { kind: 'installed', text: answer.message };
        if (answer.outcome === 'refused') setProblems(answer.problems);
        return { kind: answer.outcome, callId: answer.callId };
      }),
    act: (path: string, done: string) =>
      run(async () => {
        await askServer(path, { website });
        return { kind: 'done', text: done };
      }),
  };
}

export type Install = ReturnType<typeof useInstall>;
