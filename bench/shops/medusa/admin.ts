/** Medusa's Admin API, which the connector never calls. */
export class Admin {
  readonly #origin: string;
  #token = '';

  constructor(origin: string) {
    this.#origin = origin;
  }

  async signIn(email: string, password: string): Promise<void> {
    this.#token = (await this.#send('POST', '/auth/user/emailpass', { email, password })).token;
  }

  // biome-ignore lint/suspicious/noExplicitAny: Medusa's answers, whose types are not installed where this is checked.
  get(path: string): Promise<any> {
    return this.#send('GET', `/admin${path}`);
  }

  // biome-ignore lint/suspicious/noExplicitAny: as above.
  post(path: string, body: unknown): Promise<any> {
    return this.#send('POST', `/admin${path}`, body);
  }

  // biome-ignore lint/suspicious/noExplicitAny: as above.
  delete(path: string): Promise<any> {
    return this.#send('DELETE', `/admin${path}`);
  }

  /** Every record of a listing, by its name in the answer. */
  // biome-ignore lint/suspicious/noExplicitAny: as above.
  async all(path: string, name: string): Promise<any[]> {
    const records = [];
    for (;;) {
      const page = await this.get(`${path}${path.includes('?') ? '&' : '?'}order=id&limit=200&offset=${records.length}`);
      records.push(...page[name]);
      if (page[name].length === 0 || records.length >= page.count) return records;
    }
  }

  // biome-ignore lint/suspicious/noExplicitAny: as above.
  async #send(method: string, path: string, body?: unknown): Promise<any> {
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (this.#token) headers.authorization = `Bearer ${this.#token}`;
    const response = await fetch(this.#origin + path, { method, headers, ...(body !== undefined && { body: JSON.stringify(body) }) });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  }
}
