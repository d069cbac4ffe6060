import { CallFailure } from '../parts/call-failure.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { usePlace } from '../place.ts';
import type { CardField } from './read-profile.ts';

export function ActionButton({ label, value }: CardField) {
  const [{ website }] = usePlace();
  const { answer, isAsking, ask } = useAnswer('/api/visitor-action');
  const { success, message } = Object(answer?.body) as { success?: unknown; message?: unknown };
  const isAnswer = answer?.status === 200 && typeof success === 'boolean';
  const said = typeof message === 'string' ? message : success ? 'Done.' : 'It did not succeed.';
  return (
    <>
      {/* Not disabled while it runs: the keyboard would lose its place. */}
      <button
        type="button"
        class="button small"
        aria-disabled={isAsking}
        onClick={() => !isAsking && void ask({ website, action: value })}
      >
        {label}
      </button>
      <p role="status" class={isAnswer ? `action-result ${success ? 'good' : 'bad'}` : 'unseen'}>
        {isAnswer ? said : ''}
      </p>
      {answer && !isAnswer && <CallFailure answer={answer} />}
    </>
  );
}
