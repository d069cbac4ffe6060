export function StatusBadge({ status }: { status: number | null }) {
  if (status === null) return <span class="badge bad">no answer</span>;
  return <span class={`badge ${status < 300 ? 'good' : status < 500 ? 'warn' : 'bad'}`}>{status}</span>;
}
