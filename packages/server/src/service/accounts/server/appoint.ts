/**
 * Who is the server's operator is said by whoever runs the machine: by the set-up link, or by a command on it.
 * No role of a workspace leads there, and no call from outside.
 */
import { GrantryError } from "../../../lib/error.ts";
import type { AuditAction } from "../../../store/audit-actions.ts";
import { insertAuditRecord } from "../../../store/audit-records.ts";
import { endCredentials } from "../../../store/operator-credentials.ts";
import { lockOperator } from "../../../store/operator-identities.ts";
import {
  findOperator,
  findOperatorByEmail,
  type Person,
  type StoredAccount,
} from "../../../store/operators.ts";
import {
  deleteServerOperator,
  insertServerOperator,
  listServerOperators,
  type ServerOperator,
} from "../../../store/server-operators.ts";
import { inTransaction, type Store } from "../../../store/store.ts";
import { operatorActor, serverActor } from "../actor.ts";

/** Makes the first account the server's operator, in the transaction that makes it. */
export async function appointFirst(store: Store, account: Person): Promise<void> {
  await insertServerOperator(store, account.operatorId, "set-up link");
  await insertAuditRecord(store, {
    workspaceId: null,
    actor: operatorActor(account),
    action: "server_operator.added",
    target: { kind: "operator", id: account.operatorId },
    details: { by: "set-up link" },
  });
}

/**
 * Makes an account the server's operator. All that it was signed in with before ends, since others may hold it:
 * the person signs in anew. Throws server_operator_refused where there is no such account, where it has no
 * password, or where nobody has proven whose it is.
 */
export async function appointServerOperator(store: Store, email: string): Promise<Person> {
  return await inTransaction(store, async (trx) => {
    const account = await requireAccount(trx, email);
    requireOwnAccount(account);
    const { operatorId } = account;
    if (!(await insertServerOperator(trx, operatorId, serverActor.label))) return account;
    await endCredentials(trx, operatorId);
    await record(trx, "server_operator.added", account);
    return account;
  });
}

/** Ends it, also of the last one: whoever runs the machine can make another. Throws server_operator_refused. */
export async function dismissServerOperator(store: Store, email: string): Promise<Person> {
  return await inTransaction(store, async (trx) => {
    const account = await requireAccount(trx, email);
    if (!(await deleteServerOperator(trx, account.operatorId))) {
      throw refused(`${account.email} is not an operator of this server.`);
    }
    await record(trx, "server_operator.removed", account);
    return account;
  });
}

/** All of them, by email address. */
export async function readServerOperators(store: Store): Promise<ServerOperator[]> {
  return await listServerOperators(store);
}

async function requireAccount(store: Store, given: string): Promise<StoredAccount> {
  const found = await findOperatorByEmail(store, given.trim().toLowerCase());
  if (found === undefined) throw refused("Nobody has an account with this address.");
  await lockOperator(store, found.operatorId);
  const account = await findOperator(store, found.operatorId);
  if (account === undefined) throw refused("Nobody has an account with this address.");
  return account;
}

/** A workspace that invited somebody, or a company's provider, must not answer for the server through them. */
function requireOwnAccount({ email, passwordHash, provenAt }: StoredAccount): void {
  if (passwordHash === null) {
    throw refused(
      `${email} has no password: a company's identity provider signs it in, whose owners would run this server with it. Name an account with a password.`,
    );
  }
  if (provenAt === null) {
    throw refused(
      `${email} came by an invitation, and others may hold its password. Run grantry recover ${email}, have the person set a new password by that link, and try again.`,
    );
  }
}

async function record(
  store: Store,
  action: AuditAction,
  { operatorId, email }: Person,
): Promise<void> {
  const target = { kind: "operator", id: operatorId };
  await insertAuditRecord(store, {
    workspaceId: null,
    actor: serverActor,
    action,
    target,
    details: { email },
  });
}

function refused(detail: string): GrantryError {
  return new GrantryError("server_operator_refused", { detail });
}
