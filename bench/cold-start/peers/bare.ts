/** The floor: a handler that does none of the work. */
export const handler = async () => ({ statusCode: 200, headers: { 'content-type': 'application/json' }, body: '[]' });
