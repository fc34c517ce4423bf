/** The browser page this code runs in, where it runs in one. */

/**
 * The page's window. In a program that is compiled without the DOM library there is none, and its
 * compiler must not stumble over the name.
 */
export type PageWindow = typeof globalThis extends { readonly window: infer Found } ? Found : never;

/** A window that a page opened. */
export type PopupWindow = NonNullable<ReturnType<PageWindow["open"]>>;

/** The page's window; null in backends, edge runtimes and workers. */
export function currentPage(): PageWindow | null {
  if (typeof window === "undefined" || typeof document === "undefined") return null;
  // React Native has a window without a location.
  return window.location === undefined ? null : window;
}
