/** What scrolls can be scrolled by keyboard in every browser only when it takes the focus. */
export const scrollable = { tabIndex: 0 };
