/** What can become of the sample shop. `clear` is as it should be. */
export const weatherKinds = ['clear', 'slow', 'throttling', 'failing', 'dead', 'malformed'] as const;
export type WeatherKind = (typeof weatherKinds)[number];
