/** A client of the sandbox provider, in plain HTTP requests. */
import { createHash } from "node:crypto";
import { type Sandbox, startSandbox } from "../src/sandbox.ts";
import { type VisitorChoices, visit } from "../src/visitor.ts";

export const redirectUri = "http://127.0.0.1:9/callback";
export const verifier = "a-code-verifier-of-the-test-that-is-long-enough-0123";
export const allScopes = "openid offline_access email profile calendar.read calendar.write";

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly scope: string;
  readonly expires_in: number;
}

/** Starts a sandbox with one client, `app`. */
export function start(options: { accessTokenSeconds?: number } = {}): Promise<Sandbox> {
  const app = { clientId: "app", clientSecret: "app-secret", redirectUris: [redirectUri] };
  return startSandbox({ clients: [{ ...app, name: "The Test App" }], ...options });
}

/** The authorization URL of the client; a parameter of `undefined` is left out. */
export function authorizationUrl(
  origin: string,
  changes: Record<string, string | undefined> = {},
): string {
  const parameters: Record<string, string | undefined> = {
    response_type: "code",
    client_id: "app",
    redirect_uri: redirectUri,
    scope: allScopes,
    state: "the-state",
    prompt: "consent",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    ...changes,
  };
  const url = new URL("/auth", origin);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url.href;
}

/** Sends a form with the client's credentials. */
export function post(url: string, form: Record<string, string>, secret = "app-secret") {
  const authorization = `Basic ${Buffer.from(`app:${secret}`).toString("base64")}`;
  return fetch(url, {
    method: "POST",
    headers: { authorization },
    body: new URLSearchParams(form),
    redirect: "manual",
  });
}

export function exchange(origin: string, code: string, changes: Record<string, string> = {}) {
  const form = { grant_type: "authorization_code", code, redirect_uri: redirectUri };
  return post(`${origin}/token`, { ...form, code_verifier: verifier, ...changes });
}

export function refresh(origin: string, refreshToken: string) {
  return post(`${origin}/token`, { grant_type: "refresh_token", refresh_token: refreshToken });
}

export function revoke(origin: string, token: string) {
  return post(`${origin}/token/revocation`, { token });
}

/** Sends a request with a bearer token. */
export function get(url: string, accessToken: string) {
  return fetch(url, { headers: { authorization: `Bearer ${accessToken}` } });
}

/** Connects an account: authorization and code exchange. */
export async function connect(origin: string, choices: VisitorChoices = {}): Promise<Tokens> {
  const callback = await visit(authorizationUrl(origin), choices);
  const answer = await exchange(origin, callback.searchParams.get("code") ?? "");
  return (await answer.json()) as Tokens;
}

export async function errorOf(answer: Response): Promise<unknown> {
  return ((await answer.json()) as { error?: unknown }).error;
}
