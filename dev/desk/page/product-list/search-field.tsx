import { useEffect, useRef, useState } from 'preact/hooks';
import { Icon } from '../parts/icon.tsx';
import { usePlace } from '../place.ts';

const debounceMilliseconds = 250;

/** Searches while typing, once the typing pauses. */
export function SearchField({ label }: { label: string }) {
  const [{ search }, go] = usePlace();
  const [typed, setTyped] = useState(search);
  const field = useRef<HTMLInputElement>(null);
  /** What this field asked for last. */
  const asked = useRef(search);

  const ask = (text: string) => {
    asked.current = text.trim();
    go({ search: asked.current }, { replace: true });
  };
  // The search may also change elsewhere: Escape, the browser's back, another category.
  useEffect(() => {
    if (search !== asked.current) setTyped(search);
    asked.current = search;
  }, [search]);
  useEffect(() => {
    if (typed.trim() === search) return;
    const timer = setTimeout(() => ask(typed), debounceMilliseconds);
    return () => clearTimeout(timer);
  }, [typed]);

  return (
    <div class="search-field">
      <Icon name="search" />
      <input
        ref={field}
        type="search"
        aria-label={label}
        aria-keyshortcuts="/"
        placeholder={label}
        autocomplete="off"
        spellcheck={false}
        maxLength={500}
        value={typed}
        onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        onKeyDown={({ key }) => {
          if (key === 'Enter') ask(typed);
        }}
      />
      {typed ? (
        <button
          type="button"
          class="icon-button"
          aria-label="Clear the search"
          onClick={() => {
            setTyped('');
            ask('');
            field.current?.focus();
          }}
        >
          <Icon name="close" />
        </button>
      ) : (
        <span class="key" aria-hidden="true">
          /
        </span>
      )}
    </div>
  );
}
