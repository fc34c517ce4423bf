/** Puts sign-ins that were refused into the audit trail: somebody tries to get in as a member. */
import { hashSecret } from "../../crypto/hash.ts";
import { describeThrown } from "../../lib/error.ts";
import { type AuditEntry, insertAuditRecord } from "../../store/audit-records.ts";
import type { Person } from "../../store/operators.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import { count } from "../limits/index.ts";
import { serverActor } from "./actor.ts";
import type { AccountsContext } from "./context.ts";
import { recordForWorkspacesOf } from "./record-person.ts";

/** Of an account, in a quarter of an hour: whoever guesses on must not fill the trails of others. */
const recordedMax = 10;

/**
 * Records, in the trail of every workspace of the account, that somebody was not let in as this person. Returns
 * at once: an answer that took longer where there is such an account would tell that there is. What goes wrong
 * is logged.
 */
export function recordRefusedSignIn(
  context: AccountsContext,
  { operatorId, email }: Person,
  refused: {
    readonly wrong: "password" | "second factor";
    /** As it is counted: IPv6 by its /64. */
    readonly address: string;
  },
): void {
  const target = { kind: "operator", id: operatorId };
  recordLater(context, `${operatorId} ${refused.address}`, {
    of: operatorId,
    target,
    details: { email, ...refused },
    insert: (store, entry) => recordForWorkspacesOf(store, operatorId, entry),
  });
}

/**
 * Records, in the trail of its workspace, that somebody whom the company vouches for was not let in: its admins
 * find out there why. Returns at once; what goes wrong is logged.
 */
export function recordRefusedCompanySignIn(
  context: AccountsContext,
  workspaceId: string,
  refused: {
    readonly issuer: string;
    /** By the issuer's word: who it is there. */
    readonly subject: string;
    readonly email: string;
    readonly wrong: string;
    /** As it is counted: IPv6 by its /64. */
    readonly address: string;
  },
): void {
  const { issuer, subject, email, wrong, address } = refused;
  const of = `${workspaceId} ${hashSecret(`${issuer} ${subject}`).toString("base64url")}`;
  recordLater(context, `${of} ${address}`, {
    of,
    target: { kind: "sign_in_provider", id: workspaceId },
    details: { email, by: issuer, wrong, address },
    insert: (store, entry) => insertAuditRecord(store, { workspaceId, ...entry }),
  });
}

interface Refusal {
  /** Whose refusals are counted. */
  readonly of: string;
  readonly target: AuditEntry["target"];
  readonly details: Readonly<Record<string, string>>;
  insert(store: Store, entry: Omit<AuditEntry, "workspaceId">): Promise<void>;
}

function recordLater(context: AccountsContext, flight: string, refusal: Refusal): void {
  context.flights
    .join(`refused sign-in ${flight}`, () => record(context, refusal))
    .catch((thrown: unknown) => {
      const { target } = refusal;
      context.log.warn({ target, cause: describeThrown(thrown) }, "refusal not on record");
    });
}

async function record(
  context: AccountsContext,
  { of, target, details, insert }: Refusal,
): Promise<void> {
  const limit = { bucket: `refused sign-ins on record of ${of}`, max: recordedMax };
  const [sofar = 0] = await count(context, [limit]);
  if (sofar > limit.max) return;
  const last = { more: "not recorded until the quarter of an hour is over" };
  await inTransaction(context.store, (store) =>
    insert(store, {
      actor: serverActor,
      action: "operator.sign_in_refused",
      target,
      details: { ...details, ...(sofar === limit.max ? last : {}) },
    }),
  );
}
