/**
 * OpenID Connect at those providers whose documented answers hold an ID token and whose account is read as UserInfo
 * (OpenID Connect Core section 5.3): a discovery document, keys, and ID tokens that verify.
 */
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import type { DialectAnswer } from "./fixture.ts";
import { personalise } from "./people.ts";
import type { Received } from "./received.ts";
import type { Script } from "./script.ts";
import type { Stage } from "./stage.ts";
import type { Grant } from "./state.ts";

const idTokenSeconds = 3_600;
const discoveryPath = "/.well-known/openid-configuration";
const keyId = "sandbox-1";

/** Where the keys lie, by issuer: the one thing that is in no documented request. */
const keysAt: Readonly<Record<string, string>> = {
  "https://accounts.google.com": "https://www.googleapis.com/oauth2/v3/certs",
  "https://huggingface.co": "https://huggingface.co/oauth/jwks",
};

/** A request with this header was made for the provider's own address, and is answered with such. */
export const ownAddressesHeader = "grantry-sandbox-own-addresses";

/** The hosts of discovery documents and keys. */
export const openIdHosts: readonly string[] = Object.entries(keysAt)
  .flat()
  .map((url) => new URL(url).host);

/** Whether the ID token of this type is a real one. */
export function isOpenId({ fixture }: Script): boolean {
  return keysAt[issuerOf(fixture)] !== undefined && idTokenIn(fixture.token.answer.body) !== null;
}

/** The issuer, as the provider calls itself. */
export function issuerOf({ authorization_request }: Script["fixture"]): string {
  return new URL(authorization_request.endpoint).origin;
}

/** The documented ID token of an answer; null where it has none. */
export function idTokenIn(body: unknown): string | null {
  if (typeof body !== "object" || body === null || !("id_token" in body)) return null;
  return typeof body.id_token === "string" ? body.id_token : null;
}

/** The addresses of a provider under their registered names (RFC 8414), each as `place` has it. */
export function metadataOf(script: Script, place: (url: string) => string) {
  const { fixture } = script;
  const [userInfo] = fixture.account.calls;
  const [revocation] = fixture.revocation.calls;
  const without = (url: string) => place(url.split("?", 1)[0] ?? url);
  const issuer = issuerOf(fixture);
  return {
    issuer: place(issuer),
    authorization_endpoint: place(fixture.authorization_request.endpoint),
    token_endpoint: place(fixture.token.request.url),
    ...(revocation === undefined ? {} : { revocation_endpoint: without(revocation.request.url) }),
    ...(userInfo === undefined ? {} : { userinfo_endpoint: without(userInfo.request.url) }),
    ...(isOpenId(script) ? { jwks_uri: place(keysAt[issuer] ?? issuer) } : {}),
  };
}

/** The discovery document or the keys, where that is what is asked for. */
export function answerOpenId(stage: Stage, received: Received): DialectAnswer | null {
  const { origin, pathname } = received.url;
  const providers = stage.scripts.filter(isOpenId);
  const script = providers.find(
    ({ fixture }) => issuerOf(fixture) === origin && pathname === discoveryPath,
  );
  if (script !== undefined) return json(discovery(script, placing(stage, received)));
  const hasKeys = providers.some(({ fixture }) => keysAt[issuerOf(fixture)] === origin + pathname);
  return hasKeys ? json({ keys: [publicJwk()] }) : null;
}

function discovery(script: Script, place: (url: string) => string) {
  return {
    ...metadataOf(script, place),
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    id_token_signing_alg_values_supported: ["RS256"],
    scopes_supported: ["openid", "email", "profile"],
    token_endpoint_auth_methods_supported: ["client_secret_post", "client_secret_basic"],
    code_challenge_methods_supported: ["S256"],
  };
}

/** Addresses as whoever asks knows them: the provider's own, or the sandbox's. */
function placing(stage: Stage, { headers }: Received): (url: string) => string {
  return headers[ownAddressesHeader] === undefined ? stage.place : (url) => url;
}

/** An ID token (OpenID Connect Core section 2) for the account that consented. */
export function idTokenFor(
  stage: Stage,
  { grant, received, script }: { grant: Grant; received: Received; script: Script },
): string {
  const { fixture, clientId } = script;
  const userInfo = personalise(fixture.account.calls[0]?.answer.body, fixture, grant.holder);
  const issuedAt = Math.floor(stage.state.nowMs() / 1000);
  return signed({
    ...(userInfo as Record<string, unknown>),
    iss: placing(stage, received)(issuerOf(fixture)),
    aud: clientId,
    azp: clientId,
    iat: issuedAt,
    exp: issuedAt + idTokenSeconds,
    ...(grant.nonce === null ? {} : { nonce: grant.nonce }),
  });
}

function signed(claims: Record<string, unknown>): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${part({ alg: "RS256", typ: "JWT", kid: keyId })}.${part(claims)}`;
  return `${text}.${sign("sha256", Buffer.from(text), keys().privateKey).toString("base64url")}`;
}

function publicJwk() {
  return { ...keys().publicKey.export({ format: "jwk" }), kid: keyId, use: "sig", alg: "RS256" };
}

let made: { readonly publicKey: KeyObject; readonly privateKey: KeyObject } | undefined;

/** Made once per process, when it is first needed: that costs a tenth of a second. */
function keys() {
  made ??= generateKeyPairSync("rsa", { modulusLength: 2048 });
  return made;
}

function json(body: unknown): DialectAnswer {
  return { status: 200, headers: { "content-type": "application/json" }, body };
}
