/** Entries of custom providers as any version of the server has stored them. */
import type { AuthorizationServerInput } from "@grantry/catalogue/schema";

/** Members of an entry that earlier versions took. They could only be empty lists, and said nothing. */
const retired: readonly string[] = ["quirks"];

/** A stored entry, to be read by the schema of now. */
export function parseStoredEntry(json: string): AuthorizationServerInput {
  return withoutRetired(JSON.parse(json)) as AuthorizationServerInput;
}

/** An entry as somebody gives it, without what says nothing any more: files of before are still taken. */
export function withoutRetired(entry: unknown): unknown {
  if (typeof entry !== "object" || entry === null || Array.isArray(entry)) return entry;
  const isSaid = ([name, value]: [string, unknown]) =>
    !(retired.includes(name) && Array.isArray(value) && value.length === 0);
  return Object.fromEntries(Object.entries(entry).filter(isSaid));
}
