/** The endpoints of a provider, as tests name them. */

import { addressOf, type Script } from "../dialect/script.ts";
import type { Noticed } from "../dialect/server.ts";
import type { Stage } from "../dialect/stage.ts";
import { named } from "./named.ts";

/** Where a request may arrive at a provider. */
export type SandboxEndpoint =
  /** The page that asks the account holder. */
  | "authorize"
  /** The token endpoint, with a code. */
  | "exchange"
  /** The token endpoint, with a refresh token. */
  | "refresh"
  /** Calls with an access token: those that tell whose account it is, and those that `api` added. */
  | "api"
  /** The revocation endpoint. */
  | "revoke";

/** Also what belongs to no client: discovery documents and keys, and what is no endpoint at all. */
export type ReceivedAt = SandboxEndpoint | "discovery" | "unknown";

/** The endpoint of a request. */
export function endpointOf(role: Noticed["role"]): ReceivedAt {
  switch (role) {
    case "authorize":
      return "authorize";
    case "token":
    case "second":
      return "exchange";
    case "refresh":
      return "refresh";
    case "account":
      return "api";
    case "revocation":
      return "revoke";
    case "openid":
      return "discovery";
    default:
      return "unknown";
  }
}

/** The endpoints that a provider documents. */
export function endpointsOf({ fixture }: Script): SandboxEndpoint[] {
  return [
    "authorize",
    "exchange",
    ...(fixture.refresh === null ? [] : ["refresh" as const]),
    "api",
    ...(fixture.revocation.calls.length === 0 ? [] : ["revoke" as const]),
  ];
}

/**
 * What a test calls an endpoint, as a key: one of the names, or one call by method and address, such as
 * `GET https://api.github.com/user`. Throws for every other and names those that there are.
 */
export function endpointKey(stage: Stage, script: Script, given: string): string {
  const known: readonly string[] = endpointsOf(script);
  if (known.includes(given)) return given;
  const address = parseAddress(given);
  const isPlayed =
    address !== null && stage.plays(address).some((play) => play.script.type === script.type);
  if (isPlayed) return address;
  throw new Error(
    `${script.type} has no endpoint "${given}". It has ${named(known)}, and single calls by method and address: ${named(callsOf(stage, script))}.`,
  );
}

/** `GET https://host/path` without its query, as requests are found; null for anything else. */
export function parseAddress(given: string): string | null {
  const [, method = "", url = ""] = /^([A-Z]+) (https:\/\/\S+)$/.exec(given) ?? [];
  return URL.canParse(url) ? addressOf(method, new URL(url)) : null;
}

function callsOf(stage: Stage, script: Script): string[] {
  return stage.addresses(script.type).map((address) => address.replace(" ", " https://"));
}
