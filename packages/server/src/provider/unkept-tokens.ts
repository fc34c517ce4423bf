/** Tokens that a provider issued and nobody keeps, as they stand in an answer that may be wrong otherwise. */
import type { AnswerPaths } from "@grantry/catalogue/schema";
import type { Json } from "../lib/json.ts";
import { Secret } from "../lib/secret.ts";
import { readLifetimeSeconds } from "../oauth/lifetime.ts";
import { isToken } from "../oauth/token-response.ts";
import { firstValueAt } from "./json.ts";
import type { Grant } from "./provider-client.ts";

/** What is needed to revoke them. At least one of the tokens is there. */
export interface UnkeptTokens
  extends Pick<Grant, "refreshToken" | "lifetimeSeconds" | "keptValues"> {
  readonly accessToken: Secret | null;
}

/** The tokens of an answer; null where it holds none that could be sent. */
export function tokensIn(
  document: Json,
  paths: AnswerPaths,
  keptValues: Readonly<Record<string, string>>,
): UnkeptTokens | null {
  const tokenAt = (places: readonly string[]) => {
    const value = firstValueAt(document, places);
    return typeof value === "string" && isToken(value) ? new Secret(value) : null;
  };
  const accessToken = tokenAt(paths.access_token);
  const refreshToken = tokenAt(paths.refresh_token);
  if (accessToken === null && refreshToken === null) return null;
  const lifetimeSeconds = readLifetimeSeconds(firstValueAt(document, paths.expires_in));
  return { accessToken, refreshToken, lifetimeSeconds, keptValues };
}
