/** Who calls a function, and of which app. */
import { decodeJwt } from "jose";
import { GrantryError } from "../../lib/error.ts";
import { secretPrefixes } from "../../lib/id.ts";
import type { Secret } from "../../lib/secret.ts";
import { authenticateAppUser, requireServiceToken, type ServiceScope } from "../app-users/index.ts";
import type { FunctionsContext } from "./context.ts";

/** A signed-in user, the app's backend (another function, a job), or a visitor without a token. */
export type FunctionCaller =
  | { readonly kind: "user"; readonly token: Secret }
  | { readonly kind: "backend" }
  | { readonly kind: "nobody" };

/**
 * Checks the token that came with a call, where one came. Throws unauthorized for one that is not
 * valid: what calls itself a user is never passed on as nobody; forbidden for a service token without
 * the scope.
 */
export async function authenticateFunctionCaller(
  context: FunctionsContext,
  {
    appId,
    token,
    scope,
  }: { readonly appId: string; readonly token: Secret | null; readonly scope: ServiceScope },
): Promise<FunctionCaller> {
  if (token === null) return { kind: "nobody" };
  if (token.reveal().startsWith(secretPrefixes.serviceToken)) {
    await requireServiceToken(context, { appId, serviceToken: token, scope });
    return { kind: "backend" };
  }
  await authenticateAppUser(context, appId, token);
  return { kind: "user", token };
}

/**
 * The app of a call whose address names none: the header's, or that of a user token which we issued.
 * The token is read unverified, only to choose; it is then checked against this very app. Throws
 * bad_request where nothing names an app.
 */
export function appOfCall(
  { publicUrl }: Pick<FunctionsContext, "publicUrl">,
  named: string | undefined,
  token: Secret | null,
): string {
  if (named !== undefined && named !== "") return named;
  const ofToken = appOfIssuer(`${publicUrl}/api/apps/`, token);
  if (ofToken !== undefined) return ofToken;
  throw new GrantryError("bad_request", {
    detail:
      "This address does not say which app is meant: send the header X-App-Id, or call /api/apps/{appId}/functions/{name}.",
  });
}

function appOfIssuer(prefix: string, token: Secret | null): string | undefined {
  if (token === null) return undefined;
  try {
    const { iss = "" } = decodeJwt(token.reveal());
    return iss.startsWith(prefix) ? decodeURIComponent(iss.slice(prefix.length)) : undefined;
  } catch {
    return undefined;
  }
}
