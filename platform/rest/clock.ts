/** `YYYY-MM-DD HH:MM:SS` on the platform's clock, here that of Paris. */
export function clockText(at: number): string {
  return clock.format(at);
}

// The Swedish way of writing a date is the platform's.
const clock = new Intl.DateTimeFormat('sv-SE', {
  ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  timeZone: 'Europe/Paris',
});
