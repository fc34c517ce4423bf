/** Which of the configured encryption keys lie in key services. */
import { type KeyLocation, parseKeyLocation } from "./location.ts";

export interface ServiceKeyEntry {
  readonly id: string;
  readonly location: KeyLocation;
}

/**
 * The entries `id:awskms:…` of a list of keys, in its order; those of keys that this process holds are passed over.
 * Throws encryption_key_invalid where one is not whole.
 */
export function serviceKeyEntries(text: string): ServiceKeyEntry[] {
  return text
    .split(/[\s,]+/)
    .filter((entry) => entry !== "")
    .flatMap((entry) => {
      const colon = entry.indexOf(":");
      const location = colon < 0 ? null : parseKeyLocation(entry.slice(colon + 1));
      return location === null ? [] : [{ id: entry.slice(0, colon), location }];
    });
}
