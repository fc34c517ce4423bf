/** The end of a consent that fails: logged, stored, told. */
import type { ErrorCode } from "@grantry/contract/errors";
import { type Authorization, finishAuthorization } from "../../store/authorizations.ts";
import { asConsentError, providerWordsOf } from "../providers/index.ts";
import type { ConnectContext } from "./context.ts";
import { type Ended, endedOf } from "./ended.ts";

/** What a person decided, and nobody need look into. */
const ofTheUser: ReadonlySet<ErrorCode> = new Set([
  "access_denied",
  "missing_scopes",
  "account_mismatch",
  "nothing_to_choose",
]);

/** Ends an authorization by what was thrown; `browser` is the cookie of the one that is told. */
export async function fail(
  context: ConnectContext,
  authorization: Authorization,
  thrown: unknown,
  browser?: string,
): Promise<Ended> {
  const error = asConsentError(thrown);
  const providerError = providerWordsOf(thrown);
  const code: ErrorCode = error.code;
  const { authorizationId } = authorization;
  const level = ofTheUser.has(code) ? "info" : "warn";
  context.log[level](
    { authorizationId, code, providerError: providerError?.code, cause: error.internal },
    "authorization failed",
  );
  const { detail } = error;
  const failure = { error: code, detail, providerError };
  await finishAuthorization(context.store, authorizationId, failure);
  return await endedOf(context, authorization, code, { detail, providerError, browser });
}
