type InputKind = 'TEXT' | 'TEXTAREA' | 'CHECKBOX' | 'SELECT' | 'INTEGER' | 'DECIMAL';

export interface Input {
  id: string;
  label: string;
  kind: InputKind;
  isRequired: boolean;
  idParent: string | null;
  options: { label: string; value: string }[];
}

export type Values = Readonly<Record<string, string | boolean>>;

const kinds: readonly InputKind[] = ['TEXT', 'TEXTAREA', 'CHECKBOX', 'SELECT', 'INTEGER', 'DECIMAL'];

/** The connector may be anybody's: what cannot be filled in is left out, and the inspector says what is wrong. */
export function readForm(body: unknown): Input[] {
  if (!Array.isArray(body)) return [];
  return body.flatMap((item): Input[] => {
    const { id, label, fieldType, isRequired, idParent, options } = Object(item) as Record<string, unknown>;
    const kind = kinds.find((each) => each === fieldType);
    if (typeof id !== 'string' || typeof label !== 'string' || !kind) return [];
    return [
      {
        ...{ id, label, kind, isRequired: isRequired === true },
        idParent: typeof idParent === 'string' ? idParent : null,
        options: Array.isArray(options) ? options.map((each) => readOption(each)) : [],
      },
    ];
  });
}

function readOption(option: unknown) {
  const { label, value } = Object(option) as Record<string, unknown>;
  return { label: String(label), value: String(value) };
}

/** Those whose parents are all set; a parent that is not there, or a circle of them, is never set. */
export function shownInputs(inputs: readonly Input[], values: Values): Input[] {
  const byId = new Map(inputs.map((input) => [input.id, input]));
  const isShown = ({ idParent }: Input, depth = 0): boolean => {
    if (idParent === null) return true;
    const parent = byId.get(idParent);
    return !!parent && depth < inputs.length && isSet(values[idParent]) && isShown(parent, depth + 1);
  };
  return inputs.filter((input) => isShown(input));
}

/** '' when it may stay so. */
export function problemOf({ kind, isRequired }: Input, value: string | boolean | undefined): string {
  if (!isSet(value)) return isRequired ? 'This is required.' : '';
  if (kind === 'INTEGER' && !/^[+-]?\d+$/.test(String(value).trim())) return 'Expected a whole number.';
  if (kind === 'DECIMAL' && !/^[+-]?\d+([.,]\d+)?$/.test(String(value).trim())) return 'Expected a number.';
  return '';
}

/** In words, as the conversation shows it. */
export function answerOf({ kind, options }: Input, value: string | boolean | undefined): string {
  if (kind === 'CHECKBOX') return value === true ? 'Yes' : 'No';
  return options.find((option) => option.value === value)?.label ?? String(value ?? '').trim();
}

function isSet(value: string | boolean | undefined): boolean {
  return typeof value === 'string' ? value.trim() !== '' : value === true;
}
