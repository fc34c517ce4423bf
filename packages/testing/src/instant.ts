/** A time as `/v1` writes it, from epoch seconds. */
export function instant(seconds: number): string {
  return `${new Date(seconds * 1_000).toISOString().slice(0, 19)}Z`;
}
