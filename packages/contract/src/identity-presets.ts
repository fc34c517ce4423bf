/**
 * What is known of services that sign users in: a preset fills in what is left out of an identity provider.
 * Data only, and the one place for it; docs/identity-providers.md has a recipe for each.
 */

/** Which claim says for whom a token was issued, where it is given. */
export type PartyClaim = "audience" | "azp" | "client_id";

export interface IdentityPreset {
  readonly name: string;
  /** What must be declared: one of these. */
  readonly parties: readonly PartyClaim[];
  /** `{issuer}` is the issuer without a slash at its end, `{client_id}` what is declared; none: discovery. */
  readonly jwks_uri?: string;
  /** How the issuer ends, to the letter; else it is taken as it is given. */
  readonly issuerEnds?: "with_slash" | "without_slash";
  readonly audience?: string;
  readonly algorithms?: readonly string[];
  readonly user_id_claim?: string;
}

/** The presets, by the word that names them. */
export const identityPresets: Readonly<Record<string, IdentityPreset>> = {
  auth0: { name: "Auth0", parties: ["audience"], issuerEnds: "with_slash", algorithms: ["RS256"] },
  clerk: {
    name: "Clerk",
    parties: ["azp", "audience"],
    issuerEnds: "without_slash",
    jwks_uri: "{issuer}/.well-known/jwks.json",
    algorithms: ["RS256"],
  },
  supabase: {
    name: "Supabase",
    parties: ["audience"],
    issuerEnds: "without_slash",
    audience: "authenticated",
    jwks_uri: "{issuer}/.well-known/jwks.json",
    algorithms: ["ES256", "RS256"],
  },
  firebase: {
    name: "Firebase",
    parties: ["audience"],
    issuerEnds: "without_slash",
    jwks_uri:
      "https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com",
    algorithms: ["RS256"],
  },
  "better-auth": {
    name: "better-auth",
    parties: ["audience"],
    issuerEnds: "without_slash",
    jwks_uri: "{issuer}/api/auth/jwks",
    algorithms: ["EdDSA", "Ed25519", "ES256", "RS256", "PS256", "ES512"],
  },
  workos: {
    name: "WorkOS AuthKit",
    parties: ["client_id"],
    jwks_uri: "https://api.workos.com/sso/jwks/{client_id}",
    algorithms: ["RS256"],
  },
  cognito: {
    name: "Amazon Cognito",
    parties: ["audience", "client_id"],
    issuerEnds: "without_slash",
    jwks_uri: "{issuer}/.well-known/jwks.json",
    algorithms: ["RS256"],
  },
  entra: {
    name: "Microsoft Entra ID",
    parties: ["audience"],
    issuerEnds: "without_slash",
    algorithms: ["RS256"],
    user_id_claim: "oid",
  },
  keycloak: {
    name: "Keycloak",
    parties: ["azp", "audience"],
    issuerEnds: "without_slash",
    jwks_uri: "{issuer}/protocol/openid-connect/certs",
    algorithms: ["RS256", "ES256"],
  },
};

/** Addresses that answer certificates in the place of a key set, and the one that answers the keys. */
export const certificateAddresses: Readonly<Record<string, string>> = {
  "https://www.googleapis.com/robot/v1/metadata/x509/securetoken@system.gserviceaccount.com":
    "https://www.googleapis.com/service_accounts/v1/jwk/securetoken@system.gserviceaccount.com",
};
