export function HeaderTable({ rows }: { rows: readonly (readonly [name: string, value: string])[] }) {
  return (
    <dl class="headers">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value || <span class="quiet">empty</span>}</dd>
        </div>
      ))}
    </dl>
  );
}
