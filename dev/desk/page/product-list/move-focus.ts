type Direction = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

/** Everything in the list that can be chosen, in the order of reading. */
export function listItems(list: HTMLElement): HTMLElement[] {
  return [...list.querySelectorAll<HTMLElement>('[data-item]')];
}

/** The item that lies in that direction, by where things stand on the screen: rows and a grid follow each other. */
export function itemTowards(from: HTMLElement, items: readonly HTMLElement[], direction: Direction) {
  const here = centerOf(from);
  const ahead = items.filter((item) => {
    const { x, y, height } = centerOf(item);
    const sameRow = Math.abs(y - here.y) < Math.min(height, here.height) / 2;
    if (direction === 'ArrowLeft') return sameRow && x < here.x;
    if (direction === 'ArrowRight') return sameRow && x > here.x;
    return !sameRow && (direction === 'ArrowUp' ? y < here.y : y > here.y);
  });
  const distance = (item: HTMLElement) => {
    const { x, y } = centerOf(item);
    // The nearest row first, then the nearest in it.
    return Math.abs(y - here.y) * 1_000 + Math.abs(x - here.x);
  };
  return ahead.sort((a, b) => distance(a) - distance(b))[0];
}

export function isDirection(key: string): key is Direction {
  return /^Arrow(Up|Down|Left|Right)$/.test(key);
}

function centerOf(element: HTMLElement) {
  const { left, top, width, height } = element.getBoundingClientRect();
  return { x: left + width / 2, y: top + height / 2, height };
}
