import { useState } from 'preact/hooks';

/** The product's picture; a plain field where the shop does not deliver it. Says nothing that the title does not. */
export function Picture({ url }: { url: string }) {
  const [failed, setFailed] = useState('');
  return (
    <span class="picture">
      {url && failed !== url && <img src={url} alt="" loading="lazy" decoding="async" onError={() => setFailed(url)} />}
    </span>
  );
}
