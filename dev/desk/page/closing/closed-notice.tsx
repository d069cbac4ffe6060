/** What the agent filled in, as the platform would keep it with the conversation. */
export function ClosedNotice({ answers }: { answers: [label: string, answer: string][] }) {
  return (
    <div class="closed-notice">
      <p>
        <strong>Conversation closed</strong>
      </p>
      {answers.length > 0 && (
        <dl>
          {answers.map(([label, answer], index) => (
            <div key={index}>
              <dt class="quiet">{label}</dt>
              <dd>{answer || '–'}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
