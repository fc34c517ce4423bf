/** Who stands in the audit trail as having done something. */
import type { Actor } from "../../store/audit-records.ts";
import type { AuthorizingOperator } from "../../store/authorizations.ts";
import type { Person } from "../../store/operators.ts";

export function operatorActor({ operatorId, name, email }: Person): Actor {
  return { kind: "operator", id: operatorId, label: `${name} (${email})` };
}

/** An app's user is known to the trail by the connection alone: who that is goes with it. */
export function userActor(connectionId: string): Actor {
  return { kind: "app_user", id: connectionId, label: "an app’s user" };
}

/** What its token is called is read from its row. */
export function backendActor({ serviceTokenId }: { readonly serviceTokenId: string }): Actor {
  return { kind: "service_token", id: serviceTokenId, label: "" };
}

export const serverActor: Actor = { kind: "server", id: "server", label: "the server" };

/** The id under which an operator authorizes a shared connection: kind and id, never another's. */
export function authorIdOf({ kind, id }: Actor): string {
  return `${kind === "workspace_key" ? "key" : kind}:${id}`;
}

/** The actor that an author of a consent is. */
export function actorOfAuthor({ id: authorId, label }: AuthorizingOperator): Actor {
  const [kind, ...id] = authorId.split(":");
  return { kind: kind === "key" ? "workspace_key" : "operator", id: id.join(":"), label };
}
