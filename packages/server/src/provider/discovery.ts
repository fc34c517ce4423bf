/**
 * A provider's entry from its issuer alone. What the metadata says is data: a value is taken only
 * where it has the type and the shape of what it stands for, and it never holds a placeholder.
 */
import type { AuthorizationServerInput } from "@grantry/catalogue/schema";
import { z } from "zod";
import { GrantryError } from "../lib/error.ts";
import { OutboundError, UnusableAnswerError } from "../lib/outbound.ts";
import { NotListedError } from "../lib/outbound-error.ts";
import { isUntrusted } from "../lib/untrusted.ts";
import { type DiscoveryContext, discover, type WrongAnswer } from "../oauth/discovery.ts";
import { OAuthError } from "../oauth/oauth-error.ts";
import { accountOf, accountProblem, accountSource, asksOpenId } from "./discovery-account.ts";
import { clientMethods, type DiscoveryInput } from "./discovery-input.ts";

/** A URL that is one as it stands: no placeholder, nothing that a page or a shell could take for more. */
const endpoint = z
  .string()
  .max(2_048)
  .regex(/^https?:\/\/[^\s{}\\"'<>`#]+$/, "is no URL of an endpoint");
const words = z.array(z.string().max(200)).max(1_000).optional();

/** RFC 8414 section 2, OpenID Connect Discovery 1.0 section 3, RFC 9207 section 3. */
const metadataSchema = z.object({
  authorization_endpoint: endpoint,
  token_endpoint: endpoint,
  userinfo_endpoint: endpoint.optional(),
  revocation_endpoint: endpoint.optional(),
  introspection_endpoint: endpoint.optional(),
  authorization_response_iss_parameter_supported: z.boolean().optional(),
  response_types_supported: words,
  code_challenge_methods_supported: words,
  token_endpoint_auth_methods_supported: words,
  revocation_endpoint_auth_methods_supported: words,
  scopes_supported: words,
  prompt_values_supported: words,
  id_token_signing_alg_values_supported: words,
});
type Metadata = z.infer<typeof metadataSchema>;
type ClientMethod =
  AuthorizationServerInput["metadata"]["token_endpoint_auth_methods_supported"][number];

const offlineAccess = "offline_access";

/**
 * The entry of an authorization server that publishes its metadata. Its addresses are not checked
 * here: that is done for every custom entry alike.
 *
 * Throws `provider_invalid` where the metadata is another issuer's, is missing, too large, elsewhere, or cannot be used,
 * and `provider_unavailable` where it cannot be read at the moment.
 */
export async function discoverEntry(
  input: DiscoveryInput,
  context: DiscoveryContext,
): Promise<AuthorizationServerInput> {
  const metadata = parseMetadata(await readMetadata(input.issuer, context));
  requireCodeFlow(metadata);
  const source = accountSource(input, metadata);
  const problem = accountProblem(input, metadata, source);
  if (problem !== null || source === null) throw invalid(problem ?? "");
  const openId = asksOpenId(input, metadata, source);
  const { scopes, offline } = scopesOf(input, metadata, openId);
  const prompts = metadata.prompt_values_supported;
  // OpenID Connect Core section 11: offline access is only given together with a consent.
  const prompt = offline && (prompts === undefined || prompts.includes("consent"));
  const documentation = input.documentation ?? "https://www.rfc-editor.org/rfc/rfc8414";
  const clientMethod = input.token_endpoint_auth_method ?? clientMethodOf(metadata);
  const api = metadata.userinfo_endpoint ?? input.issuer;
  return {
    id: input.id,
    name: input.name,
    documentation,
    metadata: metadataOf(input, metadata, clientMethod),
    authorization: {
      pkce: pkceOf(metadata),
      parameters: {
        ...(prompt ? { prompt: "consent" } : {}),
        ...input.authorization_parameters,
      },
    },
    refresh: { mode: "refresh_token_if_present", rotation: "may_rotate", inconclusive: "hold" },
    account: accountOf(input, metadata, source),
    ...revocationOf(metadata, clientMethod),
    api: { hosts: input.api_hosts ?? [new URL(api).origin] },
    registration: {
      url: documentation,
      redirect_uri_rules: "As the provider has them; most compare the whole address.",
      steps: ["Register a client for the authorization code grant with the redirect URI."],
    },
    connectors: [
      {
        integration_type: input.integration_type ?? input.id,
        display_name: input.display_name ?? input.name,
        description: input.description ?? "",
        category: input.category ?? "custom",
        documentation,
        scopes,
      },
    ],
  };
}

/** To wait changes none of it. */
const unusable = {
  redirect:
    "is redirected to another address, and no redirect is followed: give the issuer as its metadata names it",
  too_large: "has an answer that is too large to be metadata",
} as const;

/** `OpenID Connect Discovery: a redirect; RFC 8414: 404`, in parentheses. */
function saidBy(answers: readonly WrongAnswer[]): string {
  const says = ({ error }: WrongAnswer) => {
    if (error instanceof UnusableAnswerError) {
      return error.because === "redirect" ? "a redirect" : "too large an answer";
    }
    return error.status === 200 ? "200, no metadata" : String(error.status ?? "no metadata");
  };
  return ` (${answers.map((one) => `${one.specification}: ${says(one)}`).join("; ")})`;
}

async function readMetadata(issuer: string, context: DiscoveryContext): Promise<unknown> {
  const answers: WrongAnswer[] = [];
  try {
    return await discover(issuer, {
      ...context,
      onWrongAnswer: (answer) => void answers.push(answer),
    });
  } catch (thrown) {
    if (thrown instanceof UnusableAnswerError) {
      throw invalid(`${unusable[thrown.because]}${saidBy(answers)}`, thrown);
    }
    if (thrown instanceof NotListedError)
      throw invalid(`leads where none may be called: ${thrown.message}`, thrown);
    if (thrown instanceof OutboundError) {
      const refused = thrown.phase === "refused";
      throw refused
        ? invalid(
            "must be https and no private address, or its origin be allowed to this workspace by GRANTRY_ALLOWED_PRIVATE_ORIGINS",
            thrown,
          )
        : unavailable(
            thrown,
            isUntrusted(thrown)
              ? "has a certificate that is not trusted here (NODE_EXTRA_CA_CERTS in the server's environment adds an authority)"
              : "cannot be reached at the moment",
          );
    }
    if (!(thrown instanceof OAuthError)) throw thrown;
    if (thrown.code === "issuer_mismatch") {
      const hint = "compare them to the letter, a slash at the end included";
      throw invalid(`the metadata there names another issuer: ${hint}`, thrown);
    }
    const { status } = thrown;
    if (status !== null && (status >= 500 || status === 429)) {
      throw unavailable(thrown, `answers ${status} at the moment${saidBy(answers)}`);
    }
    throw invalid(`publishes no metadata that can be read${saidBy(answers)}`, thrown);
  }
}

function parseMetadata(document: unknown): Metadata {
  const result = metadataSchema.safeParse(document);
  if (result.success) return result.data;
  const names = [...new Set(result.error.issues.map(({ path }) => path.slice(0, 1).join("")))];
  throw invalid(
    `the metadata there is incomplete or wrong at ${names.join(", ")}: write the entry out instead`,
    result.error,
  );
}

function requireCodeFlow({ response_types_supported: types }: Metadata): void {
  if (types === undefined || types.includes("code")) return;
  throw invalid("its response_types_supported do not name code");
}

/** Where nothing is said, RFC 8414 means client_secret_basic. */
function clientMethodOf({ token_endpoint_auth_methods_supported: named }: Metadata): ClientMethod {
  if (named === undefined) return "client_secret_basic";
  const method = clientMethods.find((one) => named.includes(one));
  if (method !== undefined) return method;
  throw invalid(
    `its token_endpoint_auth_methods_supported name none of ${clientMethods.join(", ")}`,
  );
}

function metadataOf(
  { issuer }: DiscoveryInput,
  metadata: Metadata,
  clientMethod: ClientMethod,
): AuthorizationServerInput["metadata"] {
  return {
    issuer,
    authorization_endpoint: metadata.authorization_endpoint,
    token_endpoint: metadata.token_endpoint,
    userinfo_endpoint: metadata.userinfo_endpoint,
    revocation_endpoint: metadata.revocation_endpoint,
    introspection_endpoint: metadata.introspection_endpoint,
    authorization_response_iss_parameter_supported:
      metadata.authorization_response_iss_parameter_supported,
    code_challenge_methods_supported: (["S256", "plain"] as const).filter((one) =>
      metadata.code_challenge_methods_supported?.includes(one),
    ),
    token_endpoint_auth_methods_supported: [clientMethod],
  };
}

/** A server that names no methods ignores what it does not know (RFC 6749 section 3.1). */
function pkceOf({
  code_challenge_methods_supported: named,
}: Metadata): AuthorizationServerInput["authorization"]["pkce"] {
  if (named === undefined || named.includes("S256")) return "S256";
  return {
    omitted_because: "The metadata names code challenge methods, and S256 is none of them.",
  };
}

function scopesOf(
  { scopes: asked }: DiscoveryInput,
  { scopes_supported: known }: Metadata,
  openId: boolean,
) {
  const identity = openId ? ["openid"] : [];
  const personal = ["email", "profile"].filter((one) => known?.includes(one) ?? openId);
  const standard = openId ? [...identity, ...personal] : [];
  const offline = known?.includes(offlineAccess) === true;
  const always = offline ? [...identity, offlineAccess] : identity;
  return {
    offline: offline || asked?.includes(offlineAccess) === true,
    scopes: {
      default: asked ?? standard,
      always,
      // Not every server reports it; whether it was granted shows in the refresh token.
      unreported: [offlineAccess],
    },
  };
}

/**
 * A server may end every token of a user's grant with one of them (RFC 7009 section 2.1), so the
 * grant is taken back with the last connection that rests on it.
 */
function revocationOf(
  metadata: Metadata,
  clientMethod: ClientMethod,
): Pick<AuthorizationServerInput, "revocation"> {
  const { revocation_endpoint: endpoint, revocation_endpoint_auth_methods_supported: named } =
    metadata;
  if (endpoint === undefined) return {};
  const basic =
    clientMethod !== "none" &&
    named?.includes("client_secret_basic") === true &&
    !named.includes(clientMethod);
  return {
    revocation: {
      endpoint,
      tokens: ["refresh_token", "access_token"],
      authentication: basic ? "client_basic" : "client",
      ends: "client_grant",
    },
  };
}

function invalid(problem: string, cause?: unknown): GrantryError {
  return new GrantryError("provider_invalid", { detail: problem, cause });
}

function unavailable(cause: unknown, problem: string): GrantryError {
  return new GrantryError("provider_unavailable", {
    detail: `The issuer ${problem}.`,
    cause,
    retryAfterSeconds: 30,
  });
}
