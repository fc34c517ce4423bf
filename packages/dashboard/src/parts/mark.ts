/**
 * What has no id of its own is named in the address by a mark: always the same for the same text, and it does not tell the text.
 * FNV-1a of 64 bits (https://datatracker.ietf.org/doc/html/draft-eastlake-fnv): to tell a few apart, and no secret.
 */
export function markOf(text: string): string {
  const bytes = new TextEncoder().encode(text);
  const hash = bytes.reduce(
    (sum, byte) => BigInt.asUintN(64, (sum ^ BigInt(byte)) * 0x100000001b3n),
    0xcbf29ce484222325n,
  );
  return `m${hash.toString(36)}`;
}
