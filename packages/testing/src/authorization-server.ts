/**
 * An authorization server without UserInfo, over http or TLS on loopback: the code grant with PKCE, refresh,
 * introspection, ID tokens, and metadata at the address of RFC 8414 alone. It takes nothing that it was not
 * promised: one way of client authentication, and a nonce where it wants one.
 */
import { createHash, randomBytes } from "node:crypto";
import type { ServerOptions } from "node:https";
import type { Answer, Faults } from "@grantry/sandbox/faults";
import { type Received, startScriptedServer } from "./scripted-server.ts";

export interface AuthorizationServerOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The only way in which the client may authenticate. */
  readonly method: "client_secret_basic" | "client_secret_post" | "none";
  readonly metadata?: Readonly<Record<string, unknown>>;
  /** Refuses an authorization request without these parameters. */
  readonly wants?: readonly string[];
  /** Members of the answer to a code, beside the token's. */
  readonly answer?: Readonly<Record<string, unknown>>;
  /** What the ID token says otherwise; null where there is none. */
  readonly idToken?: Readonly<Record<string, unknown>> | null;
  readonly introspection?: Readonly<Record<string, unknown>>;
  /** The system's, where nothing is said. */
  readonly nowSeconds?: () => number;
  readonly tls?: ServerOptions;
}

export interface AuthorizationServer {
  readonly origin: string;
  /** Every authorization request that came. */
  readonly asked: URLSearchParams[];
  /** By path: `/authorize`, `/token`, `/introspect`. */
  readonly faults: Faults<string>;
  /** May be changed while it runs. */
  options: AuthorizationServerOptions;
  close(): Promise<void>;
}

export async function startAuthorizationServer(
  options: AuthorizationServerOptions,
): Promise<AuthorizationServer> {
  const asked: URLSearchParams[] = [];
  const codes = new Map<string, URLSearchParams>();
  const scripted = await startScriptedServer({
    answers: {
      "/.well-known/oauth-authorization-server": () => ({ body: metadata() }),
      "/authorize": ({ query }) => authorize(query),
      "/introspect": (request) => toClient(request, introspect),
      "/token": (request) => toClient(request, grant),
    },
    ...(options.tls === undefined ? {} : { tls: options.tls }),
  });
  const { origin, faults } = scripted;

  function authorize(query: URLSearchParams): Answer {
    asked.push(query);
    const target = new URL(query.get("redirect_uri") ?? "");
    const missing = (server.options.wants ?? []).some((name) => !query.get(name));
    const code = randomBytes(16).toString("hex");
    if (missing) target.searchParams.set("error", "invalid_request");
    else {
      codes.set(code, query);
      target.searchParams.set("code", code);
    }
    target.searchParams.set("state", query.get("state") ?? "");
    return { status: 303, headers: { location: target.href } };
  }

  /** Answers the client, and nobody else. */
  function toClient(request: Received, answerTo: (form: URLSearchParams) => object): Answer {
    const body = isClient(request) ? answerTo(request.form) : { error: "invalid_client" };
    return { status: "error" in body ? 400 : 200, body };
  }

  function introspect(form: URLSearchParams): object {
    const active = form.get("token")?.startsWith("access-") === true;
    return { active, ...(active ? server.options.introspection : {}) };
  }

  function grant(form: URLSearchParams): object {
    if (form.get("grant_type") === "refresh_token") return token({});
    const request = codes.get(form.get("code") ?? "");
    codes.delete(form.get("code") ?? "");
    const verifier = form.get("code_verifier") ?? "";
    const challenge = createHash("sha256").update(verifier).digest("base64url");
    if (request?.get("code_challenge") !== challenge) return { error: "invalid_grant" };
    return token({ ...idToken(request), ...server.options.answer });
  }

  function token(more: object) {
    const [access_token, refresh_token] = ["access", "refresh"].map(
      (kind) => `${kind}-${randomBytes(8).toString("hex")}`,
    );
    return { access_token, refresh_token, token_type: "Bearer", expires_in: 3600, ...more };
  }

  function idToken(request: URLSearchParams) {
    const { idToken: changes = {}, clientId } = server.options;
    if (changes === null || !request.get("scope")?.split(" ").includes("openid")) return {};
    const nonce = request.get("nonce");
    const iat = server.options.nowSeconds?.() ?? Math.floor(Date.now() / 1000);
    const times = { iat, exp: iat + 600 };
    const own = { iss: origin, aud: clientId, sub: "subject-1", email: "ada@plain.example" };
    const claims = { ...own, ...times, ...(nonce === null ? {} : { nonce }), ...changes };
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString("base64url");
    return { id_token: `${part({ alg: "RS256" })}.${part(claims)}.c2lnbmF0dXJl` };
  }

  function isClient({ form, headers: { authorization = "" } }: Received): boolean {
    const { method, clientId, clientSecret } = server.options;
    const secret = form.get("client_secret");
    const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`;
    if (method === "client_secret_basic") return authorization === basic && secret === null;
    const isNamed = authorization === "" && form.get("client_id") === clientId;
    return isNamed && secret === (method === "none" ? null : clientSecret);
  }

  function metadata() {
    return {
      issuer: origin,
      authorization_endpoint: `${origin}/authorize`,
      token_endpoint: `${origin}/token`,
      response_types_supported: ["code"],
      code_challenge_methods_supported: ["S256"],
      token_endpoint_auth_methods_supported: ["client_secret_basic", "client_secret_post", "none"],
      ...server.options.metadata,
    };
  }

  const server: AuthorizationServer = { origin, asked, faults, options, close: scripted.close };
  return server;
}
