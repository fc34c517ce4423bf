/** What the audit trail says of a consent that was kept. */
import { insertAuditRecord } from "../../store/audit-records.ts";
import type { Store } from "../../store/store.ts";
import { userActor } from "../accounts/index.ts";
import type { AppsAuthorization } from "./new-grant.ts";
import { recordConnected } from "./shared/records.ts";

interface Consented {
  readonly connectionId: string;
  readonly integrationType: string;
  /** Whether there was a connection before. */
  readonly isAgain: boolean;
  readonly replacesAccount: boolean;
  /** The service token by which the app completed it; null where it was no backend that did. */
  readonly completedBy: string | null;
  /** The values of what was chosen after consent; null where there was no choice. */
  readonly chosen: Readonly<Record<string, string>> | null;
}

/** Records it. Call it in the transaction that stores the connection and its event. */
export async function recordConsent(
  store: Store,
  authorization: AppsAuthorization,
  consented: Consented,
): Promise<void> {
  if (authorization.owner.kind === "app") {
    return await recordConnected(store, authorization, consented);
  }
  const { appId, authorizationId, proof, workspaceId } = authorization;
  const { connectionId, integrationType, isAgain, replacesAccount, completedBy } = consented;
  await insertAuditRecord(store, {
    workspaceId,
    actor: userActor(connectionId),
    action: isAgain ? "connection.reconnected" : "connection.connected",
    target: { kind: "connection", id: connectionId },
    details: {
      app: appId,
      integration_type: integrationType,
      authorization: authorizationId,
      proof,
      ...(completedBy === null ? {} : { service_token: completedBy }),
      ...(replacesAccount ? { account: "another one than before" } : {}),
    },
  });
}
