/** The query of an address, which anybody may have written: what a page does not know is left out. */

export type Given = Readonly<Record<string, unknown>>;

/** The members that have a value. */
export function known<Members extends object>(members: Members): Partial<Members> {
  const entries = Object.entries(members).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Partial<Members>;
}

/** One of these texts. */
export function oneOf<const Text extends string>(
  texts: readonly Text[],
  value: unknown,
): Text | undefined {
  return texts.find((text) => text === value);
}

/** An id or a name. */
export function shortText(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" && value.length <= 128 ? value : undefined;
}

/** A day: `2026-11-26`. */
export function dayText(value: unknown): string | undefined {
  return typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value) ? value : undefined;
}
