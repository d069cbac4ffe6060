const font = 'font-family="system-ui, sans-serif"';
const strong = '#0b6e4f';
const soft = '#9aa5b1';

function svg(width: number, height: number, title: string, parts: string[]): string {
  const heading = `<text x="16" y="26" font-size="14" font-weight="600" fill="#1f2933">${title}</text>`;
  const page = `<rect width="${width}" height="${height}" rx="6" fill="#ffffff"/>`;
  const open = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}" ${font}>`;
  return `${[open, page, heading, ...parts, '</svg>'].join('\n')}\n`;
}

/** Horizontal bars from 0, as an SVG document. */
export function barChart(
  title: string,
  bars: readonly { name: string; value: number }[],
  isOurs: (name: string) => boolean,
): string {
  const longest = Math.max(...bars.map(({ value }) => value));
  const parts = bars.flatMap(({ name, value }, row) => {
    const y = 46 + row * 26;
    const width = Math.max(2, (value / longest) * 480);
    return [
      `<text x="140" y="${y + 13}" font-size="12" text-anchor="end" fill="#1f2933">${name}</text>`,
      `<rect x="150" y="${y}" width="${width.toFixed(1)}" height="18" rx="2" fill="${isOurs(name) ? strong : soft}"/>`,
      `<text x="${(158 + width).toFixed(1)}" y="${y + 13}" font-size="12" fill="#1f2933">${value.toFixed(2)}</text>`,
    ];
  });
  return svg(700, 60 + bars.length * 26, title, parts);
}

export interface Line {
  name: string;
  /** As many as `steps`. */
  values: readonly number[];
}

/** Lines over equal steps, from 0 up, as an SVG document; a name stands at each line's end. */
export function lineChart(title: string, steps: readonly string[], unit: string, lines: readonly Line[]): string {
  const [left, top, width, height] = [60, 50, 440, 200];
  const highest = Math.max(...lines.flatMap(({ values }) => values)) * 1.1;
  const x = (step: number) => left + (step / (steps.length - 1)) * width;
  const y = (value: number) => top + height - (value / highest) * height;
  const grid = [0, 0.25, 0.5, 0.75, 1].flatMap((share) => [
    `<line x1="${left}" y1="${y(highest * share)}" x2="${left + width}" y2="${y(highest * share)}" stroke="#e4e7eb"/>`,
    `<text x="${left - 6}" y="${y(highest * share) + 4}" font-size="11" text-anchor="end" fill="#52606d">${Math.round(highest * share)}</text>`,
  ]);
  const labels = steps.map(
    (step, i) =>
      `<text x="${x(i)}" y="${top + height + 18}" font-size="11" text-anchor="middle" fill="#52606d">${step}</text>`,
  );
  /** Names at the lines' ends, 15 apart at the least. */
  const nameAt = new Map<string, number>();
  for (const { name, values } of lines.toSorted((a, b) => b.values.at(-1)! - a.values.at(-1)!)) {
    nameAt.set(name, Math.max(y(values.at(-1)!) + 4, ...[...nameAt.values()].map((above) => above + 15)));
  }
  const colors = [strong, '#b35c00', '#2f5fb3', '#8a3ab9'];
  const drawn = lines.flatMap(({ name, values }, i) => {
    const points = values.map((value, step) => `${x(step).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
    return [
      `<polyline points="${points}" fill="none" stroke="${colors[i % colors.length]}" stroke-width="2"/>`,
      `<text x="${left + width + 8}" y="${nameAt.get(name)!.toFixed(1)}" font-size="12" fill="${colors[i % colors.length]}">${name}</text>`,
    ];
  });
  const axis = `<text x="16" y="${top - 8}" font-size="11" fill="#52606d">${unit}</text>`;
  return svg(700, top + height + 40, title, [axis, ...grid, ...labels, ...drawn]);
}
