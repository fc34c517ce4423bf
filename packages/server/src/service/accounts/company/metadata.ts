/** What a company's identity provider publishes of itself (OpenID Connect Discovery 1.0). */
import type { ServerMetadata } from "openid-client";
import { z } from "zod";
import { GrantryError } from "../../../lib/error.ts";
import type { Reach } from "../../../lib/reach.ts";
import { discover } from "../../../oauth/discovery.ts";
import type { OpenIdProvider } from "../../../oauth/sign-in.ts";
import type { SignInProvider } from "../../../store/sign-in-providers.ts";
import type { AccountsContext } from "../context.ts";
import { signInFailure } from "./failure.ts";

const schema = z.looseObject({
  issuer: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  jwks_uri: z.string(),
  userinfo_endpoint: z.string().optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
});

/** https, or an origin that the configuration lets the workspace have otherwise. */
function isAcceptable(
  { allowedPrivateOrigins }: Pick<Reach, "allowedPrivateOrigins">,
  text: string,
): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, origin, username, hash } = new URL(text);
  if (username !== "" || hash !== "") return false;
  return protocol === "https:" || allowedPrivateOrigins.has(origin);
}

/** Throws bad_request for what cannot be an issuer. */
export function requireIssuer(reach: Pick<Reach, "allowedPrivateOrigins">, issuer: string): void {
  if (isAcceptable(reach, issuer) && new URL(issuer).search === "") return;
  const detail =
    "It must be an https URL without query and fragment. GRANTRY_ALLOWED_PRIVATE_ORIGINS allows a workspace origins that are http or private.";
  throw new GrantryError("bad_request", {
    detail: `issuer: ${detail}`,
    data: { errors: [{ in: "body", pointer: "/issuer", code: "invalid", detail }] },
  });
}

/** Reads it anew for every sign-in. Throws issuer_mismatch, company_sign_in_failed, provider_unavailable. */
export async function readMetadata(reach: Reach, issuer: string): Promise<ServerMetadata> {
  const allowInsecure = reach.allowedPrivateOrigins.size > 0;
  try {
    const metadata = schema.parse(
      await discover(issuer, { send: reach.sendToSignIn, allowInsecure }),
    );
    const endpoints = [
      metadata.authorization_endpoint,
      metadata.token_endpoint,
      metadata.jwks_uri,
      ...(metadata.userinfo_endpoint === undefined ? [] : [metadata.userinfo_endpoint]),
    ];
    if (endpoints.every((url) => isAcceptable(reach, url))) return metadata as ServerMetadata;
  } catch (thrown) {
    throw signInFailure(thrown);
  }
  throw new GrantryError("company_sign_in_failed", {
    internal:
      "An endpoint is not https, and GRANTRY_ALLOWED_PRIVATE_ORIGINS does not allow its origin.",
  });
}

/** The company's provider as it is now, with this server as its client. Throws what readMetadata throws. */
export async function companyProvider(
  context: AccountsContext,
  provider: SignInProvider,
): Promise<OpenIdProvider> {
  const { workspaceId, issuer } = provider;
  return providerOf(context, provider, await readMetadata(context.reach(workspaceId), issuer));
}

/** The same by metadata that was read. */
export function providerOf(
  context: AccountsContext,
  { workspaceId, clientId, clientSecret }: SignInProvider,
  metadata: ServerMetadata,
): OpenIdProvider {
  const reach = context.reach(workspaceId);
  const redirectUri = companyRedirectUri(context, workspaceId);
  return context.defences.openIdProvider(
    metadata,
    { clientId, clientSecret, redirectUri },
    {
      send: reach.sendToSignIn,
      allowInsecure: reach.allowedPrivateOrigins.size > 0,
      clock: context.clock,
      closing: context.closing,
    },
  );
}

/** Where a provider must know to send the browser back. */
export function companyRedirectUri(
  { publicUrl }: Pick<AccountsContext, "publicUrl">,
  workspaceId: string,
): string {
  return `${publicUrl}/sign-in/company/${workspaceId}/callback`;
}

/** Where a provider must know to say that somebody is signed out. */
export function companyLogoutUri(
  { publicUrl }: Pick<AccountsContext, "publicUrl">,
  workspaceId: string,
): string {
  return `${publicUrl}/sign-in/company/${workspaceId}/logout`;
}
