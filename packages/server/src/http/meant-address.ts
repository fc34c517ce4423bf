/** Addresses as clients build them from a base that ends in a slash or in `/api`. */

/** What nearly every request is spared by. */
const looksDoubled = /^\/(?:\/|api\/(?:\/|api\/|oauth\/|v1\/))/;
/** A slash too many, or the `/api` of the base before the client's own. */
const tooMuch = /^\/+(?:api\/+)?(?=(?:api|oauth|v1)\/)/;

/**
 * The address that a client meant: the official ones, our own SDK and others put their paths behind what
 * they were given as the server's address, as it is. Only the beginning of an address of the APIs or of the
 * device flow is mended; every other address stays as it came.
 */
export function meantAddress(url: string): string {
  return looksDoubled.test(url) ? url.replace(tooMuch, "/") : url;
}
