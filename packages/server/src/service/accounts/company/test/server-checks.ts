/** What of a company's identity provider can be tried without anybody signing in. */
import type { ServerMetadata } from "openid-client";
import { isGrantryError } from "../../../../lib/error.ts";
import { parseJson } from "../../../../lib/json.ts";
import { type Outbound, OutboundError } from "../../../../lib/outbound.ts";
import { OAuthError } from "../../../../oauth/oauth-error.ts";
import type { SignInProvider } from "../../../../store/sign-in-providers.ts";
import type { AccountsContext } from "../../context.ts";
import { providerOf, readMetadata } from "../metadata.ts";
import {
  away,
  failed,
  isAway,
  itsWords,
  type Outcome,
  passed,
  type Seen,
  skipped,
} from "./steps.ts";

/** Discovery, keys and client. Throws only what is no word about the provider. */
export async function checkProvider(
  context: AccountsContext,
  provider: SignInProvider,
): Promise<Seen> {
  const reach = context.reach(provider.workspaceId);
  let metadata: ServerMetadata;
  try {
    metadata = await readMetadata(reach, provider.issuer);
  } catch (thrown) {
    return { discovery: undiscovered(thrown, provider.issuer) };
  }
  const [keys, client] = await Promise.all([
    checkKeys(reach.send, String(metadata.jwks_uri)),
    checkClient(context, provider, metadata),
  ]);
  return { discovery: passed(), keys, client };
}

/** The outcome of a discovery that failed. Throws on what is no word about the provider. */
export function undiscovered(thrown: unknown, issuer: string): Outcome {
  const document = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  if (isGrantryError(thrown, "issuer_mismatch")) {
    return failed(
      "The discovery document is that of another issuer.",
      `Enter the issuer exactly as the document names it: ${document}`,
    );
  }
  if (isGrantryError(thrown, "provider_unavailable")) return away;
  if (!isGrantryError(thrown, "company_sign_in_failed")) throw thrown;
  return failed(
    "There is no discovery document of OpenID Connect that can be used.",
    `Open ${document} and see that it is there, and that all of its addresses are https.`,
  );
}

const keyTypes = ["RSA", "EC", "OKP"];

async function checkKeys(send: Outbound, url: string): Promise<Outcome> {
  try {
    const answer = await send({
      method: "GET",
      url,
      headers: { accept: "application/json" },
      wantsBody: (status) => status === 200,
    });
    const body = answer.status === 200 ? parseJson(await answer.text()) : undefined;
    const count = signingKeys(body).length;
    if (count > 0)
      return passed(count === 1 ? "It publishes one key." : `It publishes ${count} keys.`);
    return failed(
      "The key set of the identity provider holds no key by which a signature could be checked.",
      `Open ${url} and see what is there.`,
    );
  } catch (thrown) {
    if (thrown instanceof OutboundError) return away;
    throw thrown;
  }
}

function signingKeys(body: unknown): unknown[] {
  const keys = typeof body === "object" && body !== null && "keys" in body ? body.keys : [];
  if (!Array.isArray(keys)) return [];
  return keys.filter((key: unknown) => {
    if (typeof key !== "object" || key === null) return false;
    const { kty, use } = key as Readonly<Record<string, unknown>>;
    return keyTypes.includes(String(kty)) && (use === undefined || use === "sig");
  });
}

async function checkClient(
  context: AccountsContext,
  provider: SignInProvider,
  metadata: ServerMetadata,
): Promise<Outcome> {
  try {
    return await providerOf(context, provider, metadata).presentNothing();
  } catch (thrown) {
    if (isAway(thrown)) return away;
    if (!(thrown instanceof OAuthError)) throw thrown;
    const { error, status } = thrown;
    if (error === "invalid_grant") return passed();
    if (error !== "invalid_client" && error !== "unauthorized_client" && status !== 401) {
      return skipped("The identity provider does not say so before somebody signs in.");
    }
    const said = itsWords(thrown, [provider.clientSecret.reveal()]);
    return failed(
      `The identity provider does not accept this client ID with this client secret.${said}`,
      "Copy both anew from the client's page there, and save them here.",
    );
  }
}
