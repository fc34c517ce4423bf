/** An OAuth client in plain HTTP requests, as no provider documents one: credentials in the header, nothing beyond RFC 6749. */
import type { SandboxProvider } from "../src/index.ts";

/** What an app is set up with. */
export type SetUp = Pick<SandboxProvider, "clientId" | "clientSecret" | "metadata">;

export const redirectUri = "http://127.0.0.1:9/callback";

export interface PlainTokens {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly expires_in: number;
  readonly scope: string;
  readonly id_token?: string;
}

/** Where an app sends its user. */
export function authorizationUrl(
  { clientId, metadata }: SetUp,
  parameters: Readonly<Record<string, string>> = {},
): string {
  const url = new URL(metadata.authorization_endpoint);
  const all = { response_type: "code", client_id: clientId, redirect_uri: redirectUri };
  url.search = new URLSearchParams({ ...all, ...parameters }).toString();
  return url.href;
}

/** A request to the token endpoint. */
export async function askForTokens(
  { clientId, clientSecret, metadata }: SetUp,
  form: Readonly<Record<string, string>>,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
  const answer = await fetch(metadata.token_endpoint, {
    method: "POST",
    headers: { authorization: `Basic ${basic}` },
    body: new URLSearchParams(form),
  });
  const text = await answer.text();
  return { status: answer.status, body: text.startsWith("{") ? JSON.parse(text) : { text } };
}

/** Exchanges the code that the browser brings back. */
export async function exchange(provider: SetUp, callback: URL): Promise<PlainTokens> {
  const code = callback.searchParams.get("code") ?? "";
  const form = { grant_type: "authorization_code", code, redirect_uri: redirectUri };
  const { status, body } = await askForTokens(provider, form);
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body as unknown as PlainTokens;
}

/** A user consents, and the app has tokens. */
export async function connect<User extends string>(
  provider: SandboxProvider<User>,
  user?: User,
  parameters: Readonly<Record<string, string>> = {},
): Promise<PlainTokens> {
  const callback = await provider.consent(authorizationUrl(provider, parameters), user);
  return await exchange(provider, callback);
}

export function refresh(provider: SetUp, refreshToken: string) {
  return askForTokens(provider, { grant_type: "refresh_token", refresh_token: refreshToken });
}

/** A GET with a bearer token. */
export async function get(url: string, accessToken: string) {
  const answer = await fetch(url, { headers: { authorization: `Bearer ${accessToken}` } });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
}
