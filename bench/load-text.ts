/** What stands in a request's text for the number of a user. */

/** Characters of a number and what fills it up together. */
export const filledCharacters = 10;

/** `{user}` becomes the number; `{fill}` spaces, of which there are the fewer the longer the number is. */
export function forUser(text: string, user: number): string {
  const number = String(user);
  const filled = text.replace("{user}", number);
  return text.endsWith("{fill}")
    ? filled.replace("{fill}", " ".repeat(filledCharacters - number.length))
    : filled;
}
