/**
 * Where a discovered server says whose account it is. Reconnecting and everything that rests on one grant
 * compare the id, so it is only taken from where it is stable and never another's: the subject of OpenID
 * Connect or of RFC 7662, or what the declaration names.
 */
import type { AuthorizationServerInput } from "@grantry/catalogue/schema";
import type { DiscoveryInput } from "./discovery-input.ts";

type AccountInput = AuthorizationServerInput["account"];
type Source = NonNullable<DiscoveryInput["account"]>["from"];

/** The part of the metadata that matters here. */
export interface AccountMetadata {
  readonly userinfo_endpoint?: string | undefined;
  readonly introspection_endpoint?: string | undefined;
  readonly scopes_supported?: readonly string[] | undefined;
  readonly id_token_signing_alg_values_supported?: readonly string[] | undefined;
}

/** What is declared, else UserInfo, else the ID token, else introspection; null where there is none of them. */
export function accountSource(input: DiscoveryInput, metadata: AccountMetadata): Source | null {
  if (input.account !== undefined) return input.account.from;
  if (metadata.userinfo_endpoint !== undefined) return "userinfo";
  if (knowsOpenId(input, metadata)) return "id_token";
  return metadata.introspection_endpoint === undefined ? null : "introspection";
}

/** Whether `openid` is asked for: everywhere but at a server that is no OpenID provider, as far as is known. */
export function asksOpenId(
  input: DiscoveryInput,
  metadata: AccountMetadata,
  source: Source,
): boolean {
  if (source === "userinfo" || source === "id_token") return true;
  return metadata.userinfo_endpoint !== undefined || knowsOpenId(input, metadata);
}

function knowsOpenId({ scopes = [] }: DiscoveryInput, metadata: AccountMetadata): boolean {
  const { scopes_supported: known, id_token_signing_alg_values_supported: signs } = metadata;
  return scopes.includes("openid") || (known?.includes("openid") ?? signs !== undefined);
}

/** What is wrong with the source; null where nothing is. */
export function accountProblem(
  { account }: DiscoveryInput,
  metadata: AccountMetadata,
  source: Source | null,
): string | null {
  if (source === null) {
    const example = '"account": {"from": "token_answer", "id": ["user.id"]}';
    return `it has neither a UserInfo endpoint nor ID tokens nor introspection: say where its token answer names the account, as in ${example}`;
  }
  const endpoints = {
    userinfo: metadata.userinfo_endpoint,
    introspection: metadata.introspection_endpoint,
    id_token: "",
    token_answer: "",
  };
  if (endpoints[source] === undefined) {
    return `its metadata names no ${source}_endpoint, from which the account would be read`;
  }
  const isUnnamed = source === "token_answer" && account?.id === undefined;
  return isUnnamed ? "account.id must say where the token answer names the account" : null;
}

/** The account section of the entry. */
export function accountOf(
  { account }: DiscoveryInput,
  { userinfo_endpoint: url }: AccountMetadata,
  source: Source,
): AccountInput {
  const places = {
    id: account?.id ?? ["sub"],
    email: account?.email ?? ["email"],
    name: account?.name ?? ["name"],
  };
  if (source !== "userinfo") return { from: source, ...places };
  return url === undefined ? places : { request: { url }, ...places };
}
