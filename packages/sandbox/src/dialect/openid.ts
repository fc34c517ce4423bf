/**
 * OpenID Connect at those providers whose documented answers hold an ID token and of which enough is known: a discovery
 * document, keys, and ID tokens that verify.
 */
import { generateKeyPairSync, type KeyObject, sign } from "node:crypto";
import type { DialectAnswer, DialectFixture } from "./fixture.ts";
import { type OpenIdProvider, openIdProviderOf } from "./openid-providers.ts";
import { personalise } from "./people.ts";
import type { Received } from "./received.ts";
import type { Script } from "./script.ts";
import type { Stage } from "./stage.ts";
import type { Grant } from "./state.ts";

const idTokenSeconds = 3_600;
const keyId = "sandbox-1";

/** A request with this header was made for the provider's own address, and is answered with such. */
export const ownAddressesHeader = "grantry-sandbox-own-addresses";

/** What makes an ID token of this type a real one; null where it is none. */
function openIdOf({ token, ...fixture }: DialectFixture): OpenIdProvider | null {
  return idTokenIn(token.answer.body) === null ? null : openIdProviderOf({ token, ...fixture });
}

/** The documented ID token of an answer; null where it has none. */
export function idTokenIn(body: unknown): string | null {
  if (typeof body !== "object" || body === null || !("id_token" in body)) return null;
  return typeof body.id_token === "string" ? body.id_token : null;
}

/** The hosts of discovery documents and keys. */
export function openIdHosts(stage: Stage): ReadonlySet<string> {
  const urls = stage.scripts.flatMap(({ fixture }) => {
    const provider = openIdOf(fixture);
    return provider === null ? [] : [provider.issuer, provider.keys];
  });
  return new Set(urls.map((url) => new URL(url).host));
}

/** The addresses of a provider under their registered names (RFC 8414), each as `place` has it. */
export function metadataOf({ fixture }: Script, place: (url: string) => string) {
  const [userInfo] = fixture.account.calls;
  const [revocation] = fixture.revocation.calls;
  const without = (url: string) => place(url.split("?", 1)[0] ?? url);
  const provider = openIdOf(fixture);
  return {
    issuer: place(provider?.issuer ?? new URL(fixture.authorization_request.endpoint).origin),
    authorization_endpoint: place(fixture.authorization_request.endpoint),
    token_endpoint: place(fixture.token.request.url),
    ...(revocation === undefined ? {} : { revocation_endpoint: without(revocation.request.url) }),
    ...(userInfo === undefined ? {} : { userinfo_endpoint: without(userInfo.request.url) }),
    ...(provider === null ? {} : { jwks_uri: place(provider.keys) }),
  };
}

/** The discovery document or the keys, where that is what is asked for. */
export function answerOpenId(stage: Stage, received: Received): DialectAnswer | null {
  for (const script of stage.scripts) {
    const provider = openIdOf(script.fixture);
    const issuer = provider?.issuerAt(received.url) ?? null;
    if (issuer !== null) return json(discovery(script, issuer, placing(stage, received)));
    if (provider?.keys === received.url.href) return json({ keys: [publicJwk()] });
  }
  return null;
}

function discovery(script: Script, issuer: string, place: (url: string) => string) {
  return {
    ...metadataOf(script, place),
    issuer: place(issuer),
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

/** An ID token (OpenID Connect Core section 2) for the account that consented; null where the type has no real ones. */
export function idTokenFor(
  stage: Stage,
  { grant, received, script }: { grant: Grant; received: Received; script: Script },
): string | null {
  const { fixture, clientId } = script;
  const provider = openIdOf(fixture);
  if (provider === null) return null;
  const account = personalise(fixture.account.calls[0]?.answer.body, fixture, grant.holder);
  const issuedAt = Math.floor(stage.state.nowMs() / 1000);
  return signed({
    ...provider.claims(account as Readonly<Record<string, unknown>>),
    iss: placing(stage, received)(provider.issuer),
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
