/** Drawn on a grid of 20, in the color of the text around them. */
const shapes = {
  back: 'M12 4l-6 6 6 6',
  forward: 'M8 4l6 6-6 6',
  cart: 'M2.5 3.5h2.2l2 9.2h8.1l1.9-6.6H5.4M8 16.4h.01M14 16.4h.01',
  search: 'M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM13.2 13.2l3.8 3.8',
  send: 'M3 10l14-6.5-4.6 13.5-2.9-5.6L3 10zM9.5 11.4l3.4-3.6',
  close: 'M5 5l10 10M15 5L5 15',
  check: 'M4 10.5l4 4 8-9',
  warning: 'M10 3.2L2.6 16.2h14.8L10 3.2zM10 8.4v3.6M10 14.2v.01',
  copy: 'M7 7h9v9H7zM13 7V4H4v9h3',
  calls: 'M3 5h14M3 10h14M3 15h9',
  chat: 'M3 4h14v10H9l-4 3v-3H3z',
  store:
    'M3.5 8.5v8h13v-8M2.5 8L4.4 3.5h11.2L17.5 8a2.5 2.5 0 0 1-5 0 2.5 2.5 0 0 1-5 0 2.5 2.5 0 0 1-5 0zM8 16.5v-4h4v4',
  bolt: 'M11 2.5L4 11.5h5l-1 6 7-9h-5l1-6z',
  restart: 'M15.8 8A6.2 6.2 0 1 0 16 11.6M16 4v4h-4',
  person: 'M10 3a3.4 3.4 0 1 0 0 6.8A3.4 3.4 0 0 0 10 3zM3.5 17c.4-3.3 3-5 6.5-5s6.1 1.7 6.5 5',
  plus: 'M10 4v12M4 10h12',
} as const;

export type IconName = keyof typeof shapes;

export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
      <path d={shapes[name]} />
    </svg>
  );
}
