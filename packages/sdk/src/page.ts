/** The browser page this code runs in, where it runs in one. */

/** The page's window; null in backends, edge runtimes and workers. */
export function currentPage(): Window | null {
  if (typeof window === "undefined" || typeof document === "undefined") return null;
  // React Native has a window without a location.
  return window.location === undefined ? null : window;
}
