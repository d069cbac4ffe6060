import { scrollable } from '../parts/scrollable.ts';

/** A body as text; JSON with its structure on lines. */
export function BodyView({ label, text }: { label: string; text: string }) {
  return (
    <section class="body" aria-label={label} {...scrollable}>
      <pre>{pretty(text)}</pre>
    </section>
  );
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return /^[^\s<{[]+=[^\s<]*$/.test(text) ? text.replaceAll('&', '&\n') : text;
  }
}
