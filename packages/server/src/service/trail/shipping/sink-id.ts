/** What a sink is called in the database: an address may hold a secret. */
import { hash } from "node:crypto";
import type { SinkKind } from "./sink.ts";

export function sinkIdOf(kind: SinkKind, place: string): string {
  return `${kind}-${hash("sha256", place, "base64url").slice(0, 16)}`;
}
