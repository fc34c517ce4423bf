/** What the audit trail says of changes of keys: by whoever runs the server, on its machine. */
import type { AuditAction } from "../../store/audit-actions.ts";
import { type Actor, insertAuditRecord } from "../../store/audit-records.ts";
import type { Store } from "../../store/store.ts";
import { serverActor } from "../accounts/index.ts";

/** Records a change of a data key, in the transaction that is open: of its workspace, or of the server. */
export async function recordDataKey(
  store: Store,
  action: Extract<AuditAction, `data_key.${string}`>,
  { workspaceId, keyId }: { readonly workspaceId: string; readonly keyId: string },
  actor: Actor = serverActor,
): Promise<void> {
  await insertAuditRecord(store, {
    workspaceId: workspaceId === "" ? null : workspaceId,
    actor,
    action,
    target: { kind: "data_key", id: keyId },
  });
}

/** Records, in the trail of the server, what is done to root keys or with all keys. */
export async function recordKeys(
  store: Store,
  action: "root_key.rotated" | "root_key.retired" | "encryption_keys.resealed",
  {
    id,
    details = {},
  }: { readonly id: string; readonly details?: Readonly<Record<string, string>> },
): Promise<void> {
  const kind = action === "encryption_keys.resealed" ? "server" : "root_key";
  const target = { kind, id };
  await insertAuditRecord(store, {
    workspaceId: null,
    actor: serverActor,
    action,
    target,
    details,
  });
}
