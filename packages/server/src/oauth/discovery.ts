/** Authorization server metadata: OpenID Connect Discovery 1.0 section 4, RFC 8414 section 3. */
import { allowInsecureRequests, customFetch, discoveryRequest } from "oauth4webapi";
import { parseJson } from "../lib/json.ts";
import { type Outbound, UnusableAnswerError } from "../lib/outbound.ts";
import { OAuthError, oauthError } from "./oauth-error.ts";

/** The well-known addresses, in the order in which they are asked. */
const algorithms = ["oidc", "oauth2"] as const;

/** What a well-known address answered that was no metadata of the issuer. */
export interface WrongAnswer {
  readonly specification: "OpenID Connect Discovery" | "RFC 8414";
  readonly error: OAuthError | UnusableAnswerError;
}

const specifications = { oidc: "OpenID Connect Discovery", oauth2: "RFC 8414" } as const;

export interface DiscoveryContext {
  readonly send: Outbound;
  /** Whether the issuer may be http, as on loopback. */
  readonly allowInsecure: boolean;
  /** Hears of each address that is no help, before the next one is asked. */
  readonly onWrongAnswer?: (answer: WrongAnswer) => void;
}

/** Metadata of an authorization server; of its members only the issuer was checked. */
export type Metadata = { readonly issuer: string } & Readonly<Record<string, unknown>>;

/**
 * The metadata that an issuer publishes, as it was sent: nothing but its `issuer` is checked.
 *
 * Throws an OAuthError: `issuer_mismatch` where the metadata is another issuer's (RFC 8414 section
 * 3.3), `error_response` where no address has any, with the status of one that is away at the
 * moment, else with the last, `invalid_response` where what was found is no metadata. An UnusableAnswerError where
 * an address redirects or answers too much, and the other one has none. What the outbound function throws else is thrown on.
 */
export async function discover(issuer: string, context: DiscoveryContext): Promise<Metadata> {
  let telling: WrongAnswer["error"] | undefined;
  for (const algorithm of algorithms) {
    try {
      return await read(issuer, await request(issuer, algorithm, context));
    } catch (thrown) {
      // A site may answer its start page, or lead there, wherever one asks; the other address may still be right.
      if (!isWrongAnswer(thrown)) throw thrown;
      context.onWrongAnswer?.({ specification: specifications[algorithm], error: thrown });
      if (telling === undefined || weightOf(thrown) >= weightOf(telling)) telling = thrown;
    }
  }
  throw telling ?? new OAuthError("error_response", "There is no metadata.");
}

const isWrongAnswer = (thrown: unknown): thrown is WrongAnswer["error"] =>
  thrown instanceof UnusableAnswerError ||
  (thrown instanceof OAuthError && thrown.code !== "issuer_mismatch");

/** One that is away at the moment may have it, whatever the other one says; what is led elsewhere may be there. */
function weightOf(error: WrongAnswer["error"]): number {
  if (error instanceof UnusableAnswerError) return 1;
  const { status } = error;
  return status !== null && (status >= 500 || status === 429) ? 2 : 0;
}

async function request(
  issuer: string,
  algorithm: (typeof algorithms)[number],
  { send, allowInsecure }: DiscoveryContext,
): Promise<Response> {
  try {
    return await discoveryRequest(new URL(issuer), {
      algorithm,
      [allowInsecureRequests]: allowInsecure,
      [customFetch]: (url: string, { headers }: { headers: Record<string, string> }) =>
        send({ method: "GET", url, headers, wantsBody: (status) => status === 200 }),
    });
  } catch (thrown) {
    throw oauthError(thrown);
  }
}

/** The issuer is compared as a text (RFC 8414 section 3.3), which is stricter than as a URL. */
async function read(issuer: string, answer: Response): Promise<Metadata> {
  const { status } = answer;
  if (status !== 200) {
    throw new OAuthError("error_response", "The metadata cannot be read.", { status });
  }
  const body = parseJson(await answer.text());
  if (typeof body !== "object" || body === null || !("issuer" in body)) {
    throw new OAuthError("invalid_response", "The answer is no metadata.", { status });
  }
  if (body["issuer"] !== issuer) {
    throw new OAuthError("issuer_mismatch", "The metadata is another issuer's.");
  }
  return { ...body, issuer };
}
