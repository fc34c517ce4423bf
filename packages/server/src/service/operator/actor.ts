/** Who stands in the audit trail as having done something. */
import type { Actor } from "../../store/audit-records.ts";
import type { OperatorAccount } from "../../store/operators.ts";

export function operatorActor({ operatorId, name, email }: OperatorAccount): Actor {
  return { kind: "operator", id: operatorId, label: `${name} (${email})` };
}

export const serverActor: Actor = { kind: "server", id: "server", label: "the server" };
