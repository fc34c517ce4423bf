/** What others say of a user, for people to read. */

/** The longest email address (RFC 5321 section 4.5.3.1), and as much of a name as a page shows. */
export const emailMax = 320;
export const nameMax = 200;

/** What no database can store and no page can show is left out; null where nothing remains. */
export function readableText(value: unknown, max: number): string | null {
  if (typeof value !== "string") return null;
  const shown = value
    .slice(0, max)
    .toWellFormed()
    .replace(/\p{Cc}/gu, "");
  return shown === "" ? null : shown;
}
