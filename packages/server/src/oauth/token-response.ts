/** The answer of a token endpoint (RFC 6749 section 5), whatever the grant. */
import {
  type AuthorizationServer,
  type Client,
  processGenericTokenEndpointResponse,
} from "oauth4webapi";
import { parseJson } from "../lib/json.ts";
import { readLifetimeSeconds } from "./lifetime.ts";
import { OAuthError, oauthError } from "./oauth-error.ts";

/** What is read of a token response. Everything else the server sends is dropped. */
export interface TokenResponse {
  readonly access_token: string;
  /** In lower case. */
  readonly token_type: string;
  /** Seconds; absent where the server states none that can be used. */
  readonly expires_in?: number;
  readonly refresh_token?: string;
  readonly scope?: string;
}

const tokenCharactersMax = 16_384;
/** RFC 6750 section 2.1 allows fewer; anything visible is accepted, as nothing else is safe to send. */
const tokenPattern = /^[\x21-\x7e]+$/;

/**
 * Validates a token response. An `error` wins over a token beside it, whatever the status. ID
 * tokens are not used: they are dropped unread.
 *
 * Throws an OAuthError: `error_response` with word and status, or `invalid_response`.
 */
export async function processTokenResponse(
  server: AuthorizationServer,
  client: Client,
  answer: Response,
): Promise<TokenResponse> {
  const { status } = answer;
  const strict = status === 200 ? await keepKnownMembers(answer) : answer;
  let response: Awaited<ReturnType<typeof processGenericTokenEndpointResponse>>;
  try {
    response = await processGenericTokenEndpointResponse(server, client, strict);
  } catch (thrown) {
    throw oauthError(thrown);
  }
  if (response.token_type !== "bearer") {
    throw new OAuthError("invalid_response", "The token is of a type that is not used.", {
      status,
    });
  }
  requireToken(response.access_token, status);
  if (response.refresh_token !== undefined) requireToken(response.refresh_token, status);
  return {
    access_token: response.access_token,
    token_type: response.token_type,
    ...(response.expires_in === undefined ? {} : { expires_in: response.expires_in }),
    ...(response.refresh_token === undefined ? {} : { refresh_token: response.refresh_token }),
    ...(response.scope === undefined ? {} : { scope: response.scope }),
  };
}

/** A new answer with nothing but the members that are read, lifetimes in the bounds of use. */
async function keepKnownMembers(answer: Response): Promise<Response> {
  const { status } = answer;
  const body = await readObject(answer);
  const { error, access_token, token_type, refresh_token, scope } = body;
  if (error !== undefined && error !== null && error !== "" && error !== false) {
    throw new OAuthError("error_response", "The server answered an error beside status 200.", {
      error: typeof error === "string" ? error : null,
      status,
    });
  }
  const expires_in = readLifetimeSeconds(body["expires_in"]) ?? undefined;
  const kept = {
    access_token,
    token_type,
    expires_in,
    refresh_token: refresh_token ?? undefined,
    scope: scope ?? undefined,
  };
  return Response.json(kept, { status });
}

async function readObject(answer: Response): Promise<Record<string, unknown>> {
  const { status } = answer;
  const body = parseJson(await answer.text());
  if (typeof body === "object" && body !== null && !Array.isArray(body)) return { ...body };
  throw new OAuthError("invalid_response", "The answer is not a JSON object.", { status });
}

/** Whether a text can be a token: neither too long nor of characters that cannot be sent. */
export function isToken(text: string): boolean {
  return text.length <= tokenCharactersMax && tokenPattern.test(text);
}

function requireToken(token: string, status: number): void {
  if (isToken(token)) return;
  const message = "A token is too long or holds characters that cannot be sent.";
  throw new OAuthError("invalid_response", message, { status });
}
