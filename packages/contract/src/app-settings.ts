/** What an app is told about itself: where its pages live, whose JWTs name its users. */
import { z } from "zod";

/** Why a text is no origin that pages have, with what to write instead; undefined where it is one. */
function problemOfOrigin(value: string): string | undefined {
  if (value.includes("*")) {
    return "origins take no wildcard (*): list each address at which pages of the app live, such as https://app.example.com";
  }
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return "an origin is a scheme, a host and a port, such as https://app.example.com";
  }
  if (url.origin === value) return undefined;
  return `an origin is a scheme, a host and a port and nothing else: write ${url.origin}`;
}

/** An origin of web pages (RFC 6454), as browsers write it. */
export const origin = z
  .string()
  .max(300)
  .superRefine((value, context) => {
    const message = problemOfOrigin(value);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  });

/** Signature algorithms whose public keys a provider can publish. */
const algorithms = [
  "RS256",
  "RS384",
  "RS512",
  "PS256",
  "PS384",
  "PS512",
  "ES256",
  "ES384",
  "ES512",
  "EdDSA",
  "Ed25519",
] as const;

export const identityProvider = z.strictObject({
  issuer: z.string().min(1).max(512),
  audience: z.string().min(1).max(512),
  jwks_uri: z.url({ protocol: /^https?$/ }),
  algorithms: z.array(z.enum(algorithms)).min(1).default(["RS256", "ES256"]),
  user_id_claim: z.string().min(1).default("sub"),
  email_claim: z.string().min(1).default("email"),
  name_claim: z.string().min(1).default("name"),
});
