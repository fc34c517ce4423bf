/** What counts as the id of an app's user. */

const userIdMax = 512;

/**
 * Whether a text can be the id of a user: printable, of bounded length, and without lone surrogates,
 * which a database would store as one and the same character for different users.
 */
export function isUserId(value: string): boolean {
  const bounded = value.length > 0 && value.length <= userIdMax;
  return bounded && value.isWellFormed() && !/\p{Cc}/u.test(value);
}
