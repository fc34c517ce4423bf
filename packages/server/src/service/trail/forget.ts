/** Erases what the trail says of a person, by whoever runs the server; who that was is not recorded. */
import { forgetPeople } from "../../store/audit-people.ts";
import { insertAuditRecord } from "../../store/audit-records.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import { serverActor } from "../accounts/index.ts";

/** Returns how many values were erased; of none nothing is recorded. */
export async function forgetPerson(store: Store, email: string): Promise<number> {
  return await inTransaction(store, async (trx) => {
    const erased = await forgetPeople(trx, email);
    if (erased === 0) return 0;
    await insertAuditRecord(trx, {
      workspaceId: null,
      actor: serverActor,
      action: "audit_log.person_forgotten",
      target: { kind: "audit_log", id: "server" },
      details: { values: String(erased) },
    });
    return erased;
  });
}
