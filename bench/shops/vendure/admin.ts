/** Asks the Admin API as its superadmin; throws for any error. */
export type Admin = <Data>(query: string, variables?: Record<string, unknown>) => Promise<Data>;

export async function openAdmin(origin: string): Promise<Admin> {
  let token = '';
  const ask = async <Data>(query: string, variables: Record<string, unknown> = {}): Promise<Data> => {
    const response = await fetch(`${origin}/admin-api`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify({ query, variables }),
    });
    token ||= response.headers.get('vendure-auth-token') ?? '';
    const { data, errors } = (await response.json()) as { data: Data; errors?: { message: string }[] };
    if (errors) throw new Error(errors.map(({ message }) => message).join(' '));
    return data;
  };
  await ask('mutation { login(username: "superadmin", password: "superadmin") { __typename } }');
  return ask;
}
