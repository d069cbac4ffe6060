import { buildClientSchema, buildSchema, getIntrospectionQuery, isEnumType, isInputObjectType, isObjectType } from 'graphql';

/** What a played shop's schema has that the API at `url` has not, or has otherwise, a line each. */
export async function missingFrom(url: string, schema: string): Promise<string[]> {
  const [played, real] = [buildSchema(schema), await introspect(url)];
  const missing: string[] = [];
  const compare = (place: string, type: { toString(): string }, realType: { toString(): string } | undefined) => {
    if (String(realType) !== String(type)) missing.push(`${place} is ${type}, and in the real shop ${realType ?? 'nothing'}`);
  };
  for (const type of Object.values(played.getTypeMap())) {
    if (type.name.startsWith('__')) continue;
    const realType = real.getType(type.name);
    if (!realType) missing.push(`${type.name} is no type of the real shop`);
    if (isEnumType(type) && isEnumType(realType)) {
      for (const { name } of type.getValues()) if (!realType.getValue(name)) missing.push(`${type.name} has no ${name}`);
    }
    if (isObjectType(type) || isInputObjectType(type)) {
      const fields = isObjectType(realType) || isInputObjectType(realType) ? realType.getFields() : {};
      for (const field of Object.values(type.getFields())) {
        compare(`${type.name}.${field.name}`, field.type, fields[field.name]?.type);
        if (!('args' in field)) continue;
        const realField = fields[field.name];
        for (const { name, type: argument } of field.args) {
          const realArguments = realField && 'args' in realField ? realField.args : [];
          compare(`${type.name}.${field.name}(${name})`, argument, realArguments.find((each) => each.name === name)?.type);
        }
      }
    }
  }
  return missing;
}

async function introspect(url: string) {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query: getIntrospectionQuery() }) });
  return buildClientSchema(((await answer.json()) as { data: Parameters<typeof buildClientSchema>[0] }).data);
}
