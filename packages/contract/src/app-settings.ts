/** What an app is told about itself: where its pages live, whose JWTs name its users. */
import { z } from "zod";
import { certificateAddresses, type IdentityPreset, identityPresets } from "./identity-presets.ts";

const wildOrigin = /^https:\/\/\*\.[a-z0-9-]+(?:\.[a-z0-9-]+)*$/;

const isOrigin = (value: string): boolean => URL.parse(value)?.origin === value;

/** Why a text is no origin that pages have, with what to write instead; undefined where it is one. */
function problemOfOrigin(value: string): string | undefined {
  if (value.includes("*")) {
    return wildOrigin.test(value) && isOrigin(value.replace("*", "a"))
      ? undefined
      : "a wildcard (*) stands for one whole label before a host of your own, by https and without a port, such as https://*.preview.example.com";
  }
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    return "an origin is a scheme, a host and a port, such as https://app.example.com";
  }
  if (url.origin === value) return undefined;
  return `an origin is a scheme, a host and a port and nothing else: write ${url.origin}`;
}

/**
 * An origin of web pages (RFC 6454), as browsers write it; or `https://*.preview.example.com`, for pages whose
 * host has exactly one label more. Whether that host is one's own the server checks.
 */
export const origin = z
  .string()
  .max(300)
  .superRefine((value, context) => {
    const message = problemOfOrigin(value);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  });

/** Who completes the consents of an app's users. */
export const completion = z.enum(["offered", "required"]);

/** The scheme of an app of one's own: a domain name backwards (RFC 8252 section 7.1), so that it has a dot. */
const ownScheme = /^[a-z][a-z0-9+-]*(?:\.[a-z0-9+-]+)+:$/;

/** Why a text is no address of a native app, with what to write instead; undefined where it is one. */
function problemOfNativeUrl(value: string): string | undefined {
  const url = URL.parse(value);
  if (url === null || /[\s\\\p{C}]/u.test(value)) {
    return "an address of a native app is a whole one, such as com.example.daybook:/connected";
  }
  if (url.hash !== "" || url.username !== "" || url.password !== "") {
    return "an address of a native app has no fragment, no user and no password";
  }
  if (url.protocol === "https:" || ownScheme.test(url.protocol)) return undefined;
  return "the scheme of a native app is a domain name of its own backwards, such as com.example.daybook, or https for a universal link";
}

/**
 * Where the browser session of a native app comes back to the app: a scheme of its own, or a universal link.
 * Each stands for itself alone.
 */
export const nativeReturnUrl = z
  .string()
  .max(512)
  .superRefine((value, context) => {
    const message = problemOfNativeUrl(value);
    if (message !== undefined) context.addIssue({ code: "custom", message });
  });

/**
 * Signature algorithms whose public keys a provider can publish (RFC 7518, RFC 8037, RFC 9864). Never a
 * symmetric one: whoever can check such a signature can make it.
 */
export const signatureAlgorithms = [
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

/** A media type of a token (RFC 7515 section 4.1.9), or what stands behind its `application/`. */
const tokenType = z
  .string()
  .max(128)
  .regex(/^[A-Za-z0-9!#$&^_.+-]+(?:\/[A-Za-z0-9!#$&^_.+-]+)?$/, {
    error: "a token type is a media type such as at+jwt, or application/at+jwt",
  });

const issuer = z.string().min(1).max(512);
const claim = z.string().min(1).max(128);
/** Values of a claim, one of which a token must have. */
const values = z.array(z.string().min(1).max(512)).min(1).max(20);
const jwksUri = z
  .url({ protocol: /^https?$/ })
  .max(2_048)
  .superRefine((address, context) => {
    const works = certificateAddresses[address.replace("%40", "@")];
    if (works === undefined) return;
    const message = `answers certificates and no JWK set (RFC 7517): enter ${works}`;
    context.addIssue({ code: "custom", message });
  });

const fields = {
  issuer,
  /** What `aud` must hold. */
  audience: z.string().min(1).max(512).optional(),
  /** What `azp` may be: for tokens without `aud`. */
  azp: values.optional(),
  /** What the claim `client_id` may be: for tokens without `aud`. */
  client_id: values.optional(),
  /** Address of the key set; found by the issuer's discovery document where it is left out. */
  jwks_uri: jwksUri.optional(),
  /**
   * What the header `typ` of a token must be: one of these, in any case and with `application/` before it or
   * without. Left out: `JWT`, `at+jwt` (RFC 9068), or no `typ` at all.
   */
  token_types: z.array(tokenType).min(1).max(20).optional(),
} as const;

/** An identity provider as it is kept. */
export const identityProviderView = z.object({
  ...fields,
  jwks_uri: z.string().optional(),
  algorithms: z.array(z.string()),
  user_id_claim: z.string(),
  email_claim: z.string(),
  name_claim: z.string(),
});

const presetNames = Object.keys(identityPresets) as [string, ...string[]];

const written = z.strictObject({
  ...fields,
  /** Fills in what is left out: identity-presets.ts. */
  preset: z.enum(presetNames).optional(),
  algorithms: z.array(z.enum(signatureAlgorithms)).min(1).max(20).optional(),
  user_id_claim: claim.optional(),
  email_claim: claim.optional(),
  name_claim: claim.optional(),
});

/** As it is declared; what comes of it is complete, and names no preset. */
export const identityProvider = written
  .superRefine((given, context) => {
    const preset = given.preset === undefined ? undefined : identityPresets[given.preset];
    const isOfClient = given.jwks_uri === undefined && preset?.jwks_uri?.includes("{client_id}");
    if (isOfClient && given.client_id === undefined) {
      const message = `declare "client_id": the address of this service's keys holds it`;
      context.addIssue({ code: "custom", path: ["client_id"], message });
    }
    if (given.audience ?? given.azp ?? given.client_id ?? preset?.audience) return;
    const wanted = (preset?.parties ?? ["audience", "azp", "client_id"]).join('" or "');
    const message = `declare "${wanted}": without it the tokens of every client of this issuer would do`;
    context.addIssue({ code: "custom", path: ["audience"], message });
  })
  .transform(({ preset, ...given }) => complete(given, preset && identityPresets[preset]));

type Written = Omit<z.output<typeof written>, "preset">;

function complete(given: Written, preset: IdentityPreset | undefined | "") {
  const known = preset === "" ? undefined : preset;
  const { azp, client_id, token_types } = given;
  const issuerText = spelled(given.issuer, known?.issuerEnds);
  const audience = given.audience ?? known?.audience;
  const knownUri = known?.jwks_uri
    ?.replace("{issuer}", () => issuerText)
    .replace("{client_id}", () => encodeURIComponent(client_id?.[0] ?? ""));
  const jwks_uri = given.jwks_uri ?? knownUri;
  return {
    issuer: issuerText,
    ...(audience === undefined ? {} : { audience }),
    ...(azp === undefined ? {} : { azp }),
    ...(client_id === undefined ? {} : { client_id }),
    ...(jwks_uri === undefined ? {} : { jwks_uri }),
    ...(token_types === undefined ? {} : { token_types }),
    algorithms: [...(given.algorithms ?? known?.algorithms ?? ["RS256", "ES256"])],
    user_id_claim: given.user_id_claim ?? known?.user_id_claim ?? "sub",
    email_claim: given.email_claim ?? "email",
    name_claim: given.name_claim ?? "name",
  };
}

/** Issuers are compared to the letter, and people copy them with a slash and without. */
function spelled(text: string, ends: IdentityPreset["issuerEnds"]): string {
  if (ends === undefined) return text;
  const bare = text.replace(/\/+$/, "");
  return ends === "with_slash" ? `${bare}/` : bare;
}
