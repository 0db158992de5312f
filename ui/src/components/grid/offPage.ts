// What does a grid learn while it is off the page?

/** Tells of sizes, and not that what is off the page has none. */
class OnPage extends ResizeObserver {
  constructor(tell: ResizeObserverCallback) {
    super((entries, observer) => {
      const there = entries.filter(({ target }) => target.isConnected);
      if (there.length > 0) {
        tell(there, observer);
      }
    });
  }
}

/**
 * Makes a grid that does not measure itself while it is off the page: without a width it would draw all of its columns,
 * eight times as many cells as on the page, and that again when it comes back.
 */
export function measuredOnPage<Grid>(make: () => Grid): Grid {
  const usual = window.ResizeObserver;
  window.ResizeObserver = OnPage;
  try {
    return make();
  } finally {
    window.ResizeObserver = usual;
  }
}
