/** How a test stands, for the operator who started it. */
import { GrantryError } from "../../../lib/error.ts";
import type {
  Authorization as AuthorizationRecord,
  TestStep,
} from "../../../store/authorizations.ts";
import { findTest } from "../../../store/connector-tests.ts";
import { getConnector } from "../../../store/connectors.ts";
import { authorOf, type WorkspaceOperator } from "../../accounts/index.ts";
import { catalogueEntry } from "../../providers/index.ts";
import type { ConnectContext } from "../context.ts";
import { type Authorization, outcomeFor } from "../status.ts";
import { failed, type Outcome, passed, skipped, stepsOf } from "./steps.ts";
import { type Named, neverCameBack } from "./words.ts";

/** A test of a connector. Times are epoch seconds. */
export type ConnectorTest = Pick<
  Authorization,
  | "authorizationId"
  | "connectorId"
  | "status"
  | "requestedScopes"
  | "error"
  | "createdAt"
  | "expiresAt"
> & { readonly steps: readonly TestStep[] };

/** Throws authorization_not_found for one that this operator did not start: it names their account. */
export async function readTest(
  context: ConnectContext,
  { workspaceId, caller }: WorkspaceOperator,
  named: { readonly connectorId: string; readonly authorizationId: string },
): Promise<ConnectorTest> {
  const found = await findTest(context.store, { ...named, workspaceId });
  if (found?.author?.id !== authorOf(caller).id) throw new GrantryError("authorization_not_found");
  const { authorizationId, connectorId, requestedScopes, createdAt, expiresAt } = found;
  const outcome = outcomeFor(context, found);
  return {
    ...{ authorizationId, connectorId, requestedScopes, createdAt, expiresAt },
    ...outcome,
    steps: found.steps ?? (await stepsWithoutAnswer(context, found, outcome.status)),
  };
}

/** Of a test that the provider's answer has not ended. */
async function stepsWithoutAnswer(
  context: ConnectContext,
  test: AuthorizationRecord,
  status: Authorization["status"],
): Promise<TestStep[]> {
  if (status === "pending" || status === "completed") return stepsOf({});
  if (status === "failed") return stepsOf(ofFailure(test));
  if (test.isAnswered) {
    const code_exchange = failed({
      detail: "The server was stopped while it dealt with the answer.",
      remedy: "Test again. What was granted is given back by itself.",
    });
    return stepsOf({ code_exchange });
  }
  if (!test.isDeparted) return stepsOf({ redirect_uri: skipped("The link was not opened.") });
  return stepsOf({ redirect_uri: failed(neverCameBack(await namesOf(context, test))) });
}

function ofFailure({ error, errorDetail }: AuthorizationRecord): Parameters<typeof stepsOf>[0] {
  if (error === "access_denied") {
    return { redirect_uri: skipped("The test was canceled before it began.") };
  }
  if (error === "browser_mismatch") {
    const response: Outcome = failed({
      detail: "The answer came back in another browser than the one that left.",
      remedy: "Test again, and stay in the window that opens; it needs cookies of this server.",
    });
    return { redirect_uri: passed(), response };
  }
  const detail = errorDetail ?? "The test could not be carried out.";
  return { redirect_uri: failed({ detail, remedy: "Test again." }) };
}

async function namesOf(
  context: ConnectContext,
  { workspaceId, connectorId, redirectUri }: AuthorizationRecord,
): Promise<Named> {
  const registered = await getConnector(context.store, workspaceId, connectorId);
  if (registered === undefined) throw new GrantryError("authorization_not_found");
  const { server, connector } = catalogueEntry(context, registered);
  return { provider: server.name, service: connector.display_name, redirectUri };
}
