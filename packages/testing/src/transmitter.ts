/** A transmitter of security events for tests (RFC 8935, OpenID Shared Signals Framework): signs what it is told, and sends it. */
import { randomUUID } from "node:crypto";
import { type Answer, toAnswer } from "./api.ts";
import type { SignOptions, TestIdentityProvider } from "./identity-provider.ts";

export const signalAudience = "https://connect.example";

/** `caep/session-revoked` as its URI. */
export function eventUri(name: string): string {
  const [family, event] = name.split("/");
  return `https://schemas.openid.net/secevent/${family}/event-type/${event}`;
}

export interface SignalOptions extends SignOptions {
  /** Replaces or adds claims; one that is undefined is left out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** What the event itself says. */
  readonly event?: object;
}

/** A security event token about this subject (RFC 9493), signed by a key of the provider. */
export async function signalOf(
  { issuer, sign }: TestIdentityProvider,
  name: string,
  subject: object | null,
  { claims = {}, event = {}, header = {}, ...options }: SignalOptions = {},
): Promise<string> {
  const payload = {
    iss: issuer,
    aud: [signalAudience, "https://other.example"],
    iat: Math.floor(Date.now() / 1_000),
    jti: randomUUID(),
    ...(subject && { sub_id: subject }),
    events: { [eventUri(name)]: event },
    ...claims,
  };
  return await sign(payload, { header: { typ: "secevent+jwt", ...header }, ...options });
}

/** Pushes it; the address is the stream's. */
export async function push(
  address: string,
  body: string,
  type = "application/secevent+jwt",
): Promise<Answer> {
  const headers = { "content-type": type, accept: "application/json" };
  return await toAnswer(fetch(address, { method: "POST", headers, body }));
}
