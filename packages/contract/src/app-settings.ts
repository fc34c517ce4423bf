/** What an app is told about itself: where its pages live, whose JWTs name its users. */
import { z } from "zod";

export const origin = z
  .string()
  .refine((value) => URL.canParse(value) && new URL(value).origin === value, {
    error: "an origin is a scheme, a host and a port, such as https://app.example.com",
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
