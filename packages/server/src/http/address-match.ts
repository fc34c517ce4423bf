/** Addresses compared with the patterns of routes, as the router compares them. */

/** The segments of a request's address, decoded as the router does; null where that cannot be done. */
export function segmentsOf(url: string): string[] | null {
  try {
    return url
      .replace(/[?#].*$/, "")
      .split("/")
      .map(decodeURIComponent);
  } catch {
    return null;
  }
}

/** Whether an address has the form of a route's pattern; both in segments. */
export function matches(route: readonly string[], path: readonly string[]): boolean {
  const isOpenEnded = route.at(-1) === "*";
  if (isOpenEnded ? path.length < route.length : path.length !== route.length) return false;
  return route.every((part, at) => part === "*" || part.startsWith(":") || part === path[at]);
}
