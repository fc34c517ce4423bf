/** What counts as the id of an app's user. */

const userIdMax = 512;

/** Whether a text can be the id of a user: printable, and of bounded length. */
export function isUserId(value: string): boolean {
  return value.length > 0 && value.length <= userIdMax && !/\p{Cc}/u.test(value);
}
