/** Starts an attempt to authorize a shared connection. Who asks for the same again gets the same. */
import type { Authorization } from "../../../store/authorizations.ts";
import { finishAuthorization, openLink } from "../../../store/authorizations.ts";
import { listOpenAttempts } from "../../../store/shared-connections.ts";
import { inTransaction, type Store } from "../../../store/store.ts";
import type { AppOperator } from "../../accounts/index.ts";
import { recordChange } from "../../accounts/index.ts";
import type { ConnectContext } from "../context.ts";
import { type BeginInput, beginAuthorization, connectUrl } from "../start.ts";
import { detailsOfShared } from "./records.ts";

/** What must be left of an attempt's ten minutes for it to be handed out again. */
const reusedSecondsMin = 300;

/** An attempt that was started. */
export interface Attempt {
  readonly authorizationId: string;
  /** Where a browser authorizes. A credential. */
  readonly redirectUrl: string;
}

export type AttemptInput = Pick<
  BeginInput,
  "registered" | "replacesAccount" | "returnUrl" | "requestedScopes" | "settings" | "locale"
>;

/**
 * The operator's attempt. One that asks for the same and was not opened yet is handed out again, so
 * that a repeated call leaves nothing behind; one that asks for something else ends, so that its
 * link cannot bring back what has just been replaced.
 */
export async function startAttempt(
  context: ConnectContext,
  operator: AppOperator,
  input: AttemptInput,
): Promise<Attempt> {
  const { app, author, label } = operator;
  const { connectorId } = input.registered.connector;
  const open = await listOpenAttempts(context.store, { appId: app.appId, connectorId, author });
  const same = open.find((attempt) => isSame(context, attempt, input));
  if (same !== undefined) {
    const link = await openLink(context.store, same);
    if (link !== null) {
      return { authorizationId: same.authorizationId, redirectUrl: connectUrl(context, link) };
    }
  }
  return await inTransaction(context.store, async (store) => {
    for (const { authorizationId } of open) {
      await finishAuthorization(store, authorizationId, { error: "connect_link_invalid" });
    }
    const { authorizationId, redirectUrl } = await beginAuthorization(
      { ...context, store },
      {
        ...input,
        app,
        author,
        owner: { kind: "app" },
        userLabel: label,
        profile: null,
        sameOriginBrowser: false,
      },
    );
    await recordStart(store, operator, { ...input, authorizationId });
    return { authorizationId, redirectUrl };
  });
}

/** What is asked for; what came of it is recorded when the consent ends. */
async function recordStart(
  store: Store,
  { app, caller }: AppOperator,
  { registered, requestedScopes, authorizationId }: AttemptInput & Pick<Attempt, "authorizationId">,
): Promise<void> {
  const { connectorId, integrationType } = registered.connector;
  await recordChange(
    store,
    { workspaceId: app.workspaceId, caller },
    {
      action: "shared_connection.requested",
      target: { kind: "connector", id: connectorId },
      details: {
        ...detailsOfShared(app.appId, integrationType),
        scopes: requestedScopes.join(" "),
        authorization: authorizationId,
      },
    },
  );
}

function isSame(context: ConnectContext, attempt: Authorization, input: AttemptInput): boolean {
  const left = attempt.expiresAt - context.clock.nowSeconds();
  return (
    left > reusedSecondsMin &&
    attempt.returnUrl === input.returnUrl &&
    attempt.locale === input.locale &&
    attempt.replacesAccount === input.replacesAccount &&
    sameLists(attempt.requestedScopes, input.requestedScopes) &&
    sameMaps(attempt.settings, input.settings)
  );
}

function sameLists(one: readonly string[], other: readonly string[]): boolean {
  const all = new Set(one);
  return all.size === new Set(other).size && other.every((entry) => all.has(entry));
}

/** Whether two maps hold the same texts under the same names. */
export function sameMaps(
  one: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => one[name] === other[name]);
}
