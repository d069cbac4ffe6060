/** Of the unpacked feed: what a refresh can unpack and index in the time and on the disk that its function has. */
export const maxUnpackedBytes = 12 * 2 ** 30;
export const maxFeedItems = 5_000_000;
