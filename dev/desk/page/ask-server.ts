/** Asks the desk's server. Throws an error whose text can be shown. */
export async function askServer<Answer>(path: string, body: object, signal?: AbortSignal): Promise<Answer> {
  return read(
    await fetch(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      ...(signal && { signal }),
    }),
  );
}

export async function getFromServer<Answer>(path: string, query: Record<string, string>, signal?: AbortSignal) {
  return read<Answer>(await fetch(`${path}?${new URLSearchParams(query)}`, signal ? { signal } : {}));
}

async function read<Answer>(response: Response): Promise<Answer> {
  const body = await response.json();
  if (!response.ok) throw new Error(body.error ?? `The desk answered ${response.status}.`);
  return body;
}
