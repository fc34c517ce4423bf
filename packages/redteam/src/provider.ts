/**
 * The red team's authorization servers: an honest one, which does what the RFCs say and takes nobody's word, and a
 * hostile one, which does what an attack tells it. Both are paths of one listener, so that a server under attack needs
 * to be allowed one origin; all that is sent to either is written down.
 */
import { createHash, randomBytes } from "node:crypto";
import type { Answer } from "@grantry/sandbox/faults";
import {
  type Received,
  type ScriptedServer,
  startScriptedServer,
} from "@grantry/testing/scripted-server";
import type { ProviderToRegister } from "./adapter.ts";

export type ProviderName = "honest" | "hostile";

/** Who is signed in at the provider, in the browser that comes. */
export const accountCookie = "redteam_account";

interface Grant {
  readonly account: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly challenge: string | null;
}

export interface AuthorizationServer {
  readonly name: ProviderName;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** Redirect URIs that are registered for the client; of another one nobody is sent anywhere. */
  readonly redirectUris: Set<string>;
  /** Every code that it gave out. */
  readonly codes: Map<string, Grant>;
  /** The account of every access token that it gave out. */
  readonly accounts: Map<string, string>;
  /** Forms that came to the token endpoint. */
  readonly exchanges: URLSearchParams[];
  /** What its authorization endpoint answers in place of a code; null: a code. */
  onAuthorize: ((query: URLSearchParams) => Answer) | null;
  /** Members of the metadata that differ. */
  metadata: Record<string, unknown>;
  /** The answer that takes a person back with a code of this account. */
  answerTo(query: URLSearchParams, account: string): URL;
  /** What is registered of it at the server under attack. */
  toRegister(more?: Partial<ProviderToRegister>): ProviderToRegister;
}

export interface Providers {
  readonly origin: string;
  readonly server: ScriptedServer;
  readonly honest: AuthorizationServer;
  readonly hostile: AuthorizationServer;
  close(): Promise<void>;
}

export interface ProvidersOptions {
  /** Where it listens on loopback; any free port where none is given. */
  readonly port?: number;
  /** By which origin the server under attack and the browsers reach it, where that is another one. */
  readonly origin?: string;
}

export async function startProviders({ port, origin }: ProvidersOptions = {}): Promise<Providers> {
  const server = await startScriptedServer(port === undefined ? {} : { port });
  const at = origin ?? server.origin;
  const honest = addServer(server, "honest", at);
  const hostile = addServer(server, "hostile", at);
  return { origin: at, server, honest, hostile, close: server.close };
}

function addServer(
  server: ScriptedServer,
  name: ProviderName,
  origin: string,
): AuthorizationServer {
  const issuer = `${origin}/${name}`;
  const own: AuthorizationServer = {
    name,
    issuer,
    clientId: `client-of-${name}`,
    clientSecret: `secret-of-${name}-${randomBytes(12).toString("hex")}`,
    redirectUris: new Set(),
    codes: new Map(),
    accounts: new Map(),
    exchanges: [],
    onAuthorize: null,
    metadata: {},
    answerTo: (query, account) => answerTo(own, query, account),
    toRegister: (more = {}) => ({
      name,
      issuer,
      authorizationEndpoint: `${issuer}/authorize`,
      tokenEndpoint: `${issuer}/token`,
      userinfoEndpoint: `${issuer}/userinfo`,
      clientId: own.clientId,
      clientSecret: own.clientSecret,
      namesItself: true,
      ...more,
    }),
  };
  const metadata = () => ({ body: { ...metadataOf(own), ...own.metadata } });
  server.on(`/.well-known/oauth-authorization-server/${name}`, metadata);
  server.on(`/${name}/.well-known/openid-configuration`, metadata);
  server.on(`/${name}/authorize`, (request) => authorize(own, request));
  server.on(`/${name}/token`, (request) => grant(own, request));
  server.on(`/${name}/userinfo`, (request) => userinfo(own, request));
  return own;
}

function metadataOf({ issuer }: AuthorizationServer) {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    response_types_supported: ["code"],
    code_challenge_methods_supported: ["S256"],
    token_endpoint_auth_methods_supported: ["client_secret_basic"],
    authorization_response_iss_parameter_supported: true,
  };
}

/** Whoever is signed in consents at once: what a person decides at a provider is not what is attacked. */
function authorize(own: AuthorizationServer, { query, headers }: Received): Answer {
  if (own.onAuthorize !== null) return own.onAuthorize(query);
  const account = new RegExp(`${accountCookie}=([\\w-]+)`).exec(headers.cookie ?? "")?.[1];
  if (account === undefined) return page("Nobody is signed in here.");
  if (query.get("client_id") !== own.clientId) return page("There is no such client.");
  if (!own.redirectUris.has(query.get("redirect_uri") ?? "")) {
    return page("This redirect URI is not registered.");
  }
  return redirect(own.answerTo(query, account).href);
}

export const redirect = (location: string): Answer => ({ status: 303, headers: { location } });

export const page = (text: string): Answer => ({
  body: `<!doctype html><title>Provider</title><p>${text}</p>`,
  headers: { "content-type": "text/html; charset=utf-8" },
});

function answerTo(own: AuthorizationServer, query: URLSearchParams, account: string): URL {
  const code = `code-${randomBytes(16).toString("hex")}`;
  const redirectUri = query.get("redirect_uri") ?? "";
  own.codes.set(code, {
    account,
    clientId: query.get("client_id") ?? "",
    redirectUri,
    challenge: query.get("code_challenge"),
  });
  const target = new URL(redirectUri);
  target.searchParams.set("code", code);
  target.searchParams.set("state", query.get("state") ?? "");
  target.searchParams.set("iss", own.issuer);
  return target;
}

/** RFC 6749 section 4.1.3 and RFC 7636 section 4.6; the hostile one believes everybody and keeps what it is sent. */
function grant(own: AuthorizationServer, { form, headers }: Received): Answer {
  own.exchanges.push(form);
  const code = form.get("code") ?? "";
  const known = own.codes.get(code);
  const refused = { status: 400, body: { error: "invalid_grant" } };
  if (own.name === "honest") {
    const basic = Buffer.from(`${own.clientId}:${own.clientSecret}`).toString("base64");
    if (headers.authorization !== `Basic ${basic}`) {
      return { status: 401, body: { error: "invalid_client" } };
    }
    if (known === undefined || form.get("redirect_uri") !== known.redirectUri) return refused;
    const verifier = form.get("code_verifier") ?? "";
    const challenge = createHash("sha256").update(verifier).digest("base64url");
    if (known.challenge !== null && known.challenge !== challenge) return refused;
  }
  const account = known?.account ?? "stolen";
  const access_token = `at-${randomBytes(16).toString("hex")}`;
  own.accounts.set(access_token, account);
  const refresh_token = `rt-${randomBytes(16).toString("hex")}`;
  return { body: { access_token, refresh_token, token_type: "Bearer", expires_in: 3600 } };
}

function userinfo(own: AuthorizationServer, { headers }: Received): Answer {
  const token = headers.authorization?.replace(/^Bearer /, "") ?? "";
  const sub = own.accounts.get(token);
  return sub === undefined ? { status: 401, body: { error: "invalid_token" } } : { body: { sub } };
}
