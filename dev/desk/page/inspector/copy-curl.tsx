import { useState } from 'preact/hooks';
import { getFromServer } from '../ask-server.ts';
import { Icon } from '../parts/icon.tsx';

const shownMilliseconds = 2_000;

export function CopyCurl({ id }: { id: number }) {
  const [word, setWord] = useState('Copy as curl');
  const copy = async () => {
    try {
      const { curl } = await getFromServer<{ curl: string }>('/api/curl', { id: String(id) });
      await navigator.clipboard.writeText(curl);
      setWord('Copied');
    } catch {
      setWord('Not copied');
    }
    setTimeout(() => setWord('Copy as curl'), shownMilliseconds);
  };
  return (
    <button type="button" class="button small copy" onClick={copy}>
      <Icon name="copy" />
      <span aria-live="polite">{word}</span>
    </button>
  );
}
