/** Reads the catalogue's fixtures and plays the provider of one. For tests only. */
import { createHmac } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { authorizationServers } from "@grantry/catalogue/list";
import type { AuthorizationServerInput } from "@grantry/catalogue/schema";
import { systemClock } from "../../lib/clock.ts";
import type { Outbound, OutboundRequest } from "../../lib/outbound.ts";
import { Secret } from "../../lib/secret.ts";
import { buildCatalogue, type ProviderConnector } from "../catalogue.ts";
import type { Account, Grant, ProviderClient } from "../provider-client.ts";
import type { ProviderErrorKind } from "../provider-error.ts";
import { checkSettings } from "../settings.ts";

export interface FixtureAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  /** A string as it is, everything else as JSON, null for no body. */
  readonly body: unknown;
}

export interface FixtureRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly format?: "form" | "json";
  readonly body?: Record<string, string>;
}

export interface FixtureGrant {
  readonly access_token: string;
  readonly refresh_token: string | null;
  readonly token_type: string;
  readonly lifetime_seconds: number | null;
  readonly refresh_lifetime_seconds: number | null;
  readonly granted_scopes: string[] | null;
  readonly kept_values: Record<string, string>;
  readonly account_hints: Account | null;
}

interface Call {
  readonly request: FixtureRequest;
  readonly answer: FixtureAnswer;
}

export interface Fixture {
  readonly integration_type: string;
  readonly documentation: string[];
  readonly client: { client_id: string; client_secret: string; redirect_uri: string };
  readonly settings: Record<string, string>;
  /** What the clock shows, where an answer or a signature states a moment. */
  readonly now_seconds?: number;
  readonly scopes: string[];
  readonly state: string;
  readonly code_verifier: string | null;
  readonly code_challenge: string | null;
  readonly authorization_request: { endpoint: string; parameters: Record<string, string> };
  readonly authorization_response: Record<string, string>;
  /** `second`: the further exchange of a short-lived first token; the grant is the lasting one. */
  readonly token: Call & { second?: Call; grant: FixtureGrant };
  readonly other_token_answers?: { name: string; answer: FixtureAnswer; grant: FixtureGrant }[];
  /** Null where nothing is ever refreshed; `takes_no_client`: the token alone is enough. */
  readonly refresh: (Call & { takes_no_client?: true; grant: FixtureGrant }) | null;
  readonly failures: {
    name: string;
    of: "code" | "second" | "refresh";
    answer: FixtureAnswer;
    kind: ProviderErrorKind;
    provider_code: string | null;
    retry_after_seconds?: number;
  }[];
  readonly account: {
    calls: Call[];
    /** The call that shows whether a token works, where there is no other. */
    check?: Call;
    /** The answer to a token that is over, where that is not a mere 401. */
    token_ended?: FixtureAnswer;
    /** Other ids of the account, by which it was known before. */
    former_ids?: string[];
    account: Account;
  };
  readonly choice?: Call;
  readonly revocation: { calls: Call[]; already_ended: FixtureAnswer | null; result: string };
}

const folder = new URL("../../../../catalogue/fixtures/", import.meta.url);

/** Every fixture of the catalogue. */
export function readFixtures(): Fixture[] {
  const files = readdirSync(folder).filter((name) => name.endsWith(".json"));
  return files.map((name) => JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Fixture);
}

export const catalogue = buildCatalogue(authorizationServers);

export function clientOf(fixture: Fixture): ProviderClient {
  const connector = catalogue.find(fixture.integration_type);
  if (connector === undefined) throw new Error(`no entry for ${fixture.integration_type}`);
  const { now_seconds: now } = fixture;
  return {
    ...(now === undefined ? {} : { clock: { ...systemClock, nowSeconds: () => now } }),
    connector,
    clientId: fixture.client.client_id,
    clientSecrets: [new Secret(fixture.client.client_secret)],
    settings: checkSettings(connector, fixture.settings),
    redirectUri: fixture.client.redirect_uri,
    allowInsecure: false,
  };
}

/** For an exchange after which nothing is to be given back. */
export async function neverCalled(): Promise<void> {
  throw new Error("nothing was to be given back");
}

/** A made-up entry, standard but for what is given. */
export function connectorWith(changes: Partial<AuthorizationServerInput>): ProviderConnector {
  const entry = {
    id: "made-up",
    name: "Made up",
    documentation: "https://as.example/docs",
    metadata: {
      issuer: "https://as.example",
      authorization_endpoint: "https://as.example/authorize",
      token_endpoint: "https://as.example/token",
      token_endpoint_auth_methods_supported: ["client_secret_basic"],
    },
    authorization: { pkce: "S256" },
    refresh: { mode: "refresh_token", rotation: "rotates", inconclusive: "hold" },
    account: { request: { url: "https://as.example/me" }, id: ["sub"] },
    api: { hosts: ["https://as.example"] },
    registration: {
      url: "https://as.example/register",
      redirect_uri_rules: "exact",
      steps: ["Register."],
    },
    connectors: [
      {
        integration_type: "madeup",
        display_name: "Made up",
        description: "Made up",
        category: "test",
        documentation: "https://as.example/docs",
        scopes: { default: ["read"] },
      },
    ],
  } satisfies AuthorizationServerInput;
  const [connector] = buildCatalogue([{ ...entry, ...changes }]).list();
  if (connector === undefined) throw new Error("no connector");
  return connector;
}

export function clientWith(
  changes: Partial<AuthorizationServerInput>,
  settings: Record<string, string> = {},
): ProviderClient {
  const connector = connectorWith(changes);
  return {
    connector,
    clientId: "client-1",
    clientSecrets: [new Secret("s3cret")],
    settings: checkSettings(connector, settings),
    redirectUri: "https://connect.example.com/cb",
    allowInsecure: false,
  };
}

export function toResponse({ status, headers, body }: FixtureAnswer): Response {
  const text = typeof body === "string" || body === null ? body : JSON.stringify(body);
  return new Response(text, { status, headers });
}

/** A signed parameter as a provider makes it. */
export function signedText(members: unknown, secret: string): string {
  const payload = Buffer.from(JSON.stringify(members)).toString("base64url");
  return `${createHmac("sha256", secret).update(payload).digest("base64url")}.${payload}`;
}

/** A JSON answer. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}) {
  return { status, headers: { "content-type": "application/json", ...headers }, body };
}

/** The other side of the wire: records every request and gives the answers in turn. */
export function scripted(...answers: (FixtureAnswer | Error)[]) {
  const requests: OutboundRequest[] = [];
  const left = [...answers];
  const send: Outbound = async (request) => {
    requests.push(request);
    const next = left.shift();
    if (next === undefined) throw new Error("one request more than expected");
    if (next instanceof Error) throw next;
    return toResponse(next);
  };
  return { send, requests };
}

/** A request as a fixture writes it, with the headers that the fixture names. */
export function asFixture(request: OutboundRequest, expected: FixtureRequest): FixtureRequest {
  const named = Object.keys(expected.headers).map((name) => [name, request.headers[name] ?? ""]);
  const base = { method: request.method, url: request.url, headers: Object.fromEntries(named) };
  if (expected.format === undefined && request.body === undefined) return base;
  const isJson = request.headers["content-type"] === "application/json";
  const body = request.body ?? "";
  return {
    ...base,
    format: isJson ? "json" : "form",
    body: isJson ? JSON.parse(body) : Object.fromEntries(new URLSearchParams(body)),
  };
}

/** A grant as a fixture writes it, its secrets revealed. */
export function grantAsFixture(grant: Grant): FixtureGrant {
  return {
    access_token: grant.accessToken.reveal(),
    refresh_token: grant.refreshToken?.reveal() ?? null,
    token_type: grant.tokenType,
    lifetime_seconds: grant.lifetimeSeconds,
    refresh_lifetime_seconds: grant.refreshLifetimeSeconds,
    granted_scopes: grant.grantedScopes === null ? null : [...grant.grantedScopes],
    kept_values: { ...grant.keptValues },
    account_hints: grant.accountHints,
  };
}

/** How many client authentication methods of RFC 6749 section 2.3 a request holds. */
export function authenticationMethods(request: OutboundRequest): number {
  const body = request.body ?? "";
  const inBody =
    /client_secret/.test(body) || new URL(request.url).searchParams.has("client_secret");
  const inHeader = (request.headers["authorization"] ?? "").startsWith("Basic ");
  return Number(inBody) + Number(inHeader);
}
