/** Puts sign-ins that were refused into the audit trail: somebody tries to get in as a member. */
import { describeThrown } from "../../lib/error.ts";
import type { Person } from "../../store/operators.ts";
import { inTransaction } from "../../store/store.ts";
import { serverActor } from "./actor.ts";
import type { AccountsContext } from "./context.ts";
import { recordForWorkspacesOf } from "./record-person.ts";
import { count } from "./throttle.ts";

/** Of an account, in a quarter of an hour: whoever guesses on must not fill the trails of others. */
const recordedMax = 10;

/**
 * Records, in the trail of every workspace of the account, that somebody was not let in as this person. Returns
 * at once: an answer that took longer where there is such an account would tell that there is. What goes wrong
 * is logged.
 */
export function recordRefusedSignIn(
  context: AccountsContext,
  account: Person,
  refused: {
    readonly wrong: "password" | "second factor";
    /** As it is counted: IPv6 by its /64. */
    readonly address: string;
  },
): void {
  const { operatorId } = account;
  context.flights
    .join(`refused sign-in ${operatorId} ${refused.address}`, () =>
      record(context, account, refused),
    )
    .catch((thrown: unknown) => {
      context.log.warn({ operatorId, cause: describeThrown(thrown) }, "refusal not on record");
    });
}

async function record(
  context: AccountsContext,
  { operatorId, email }: Person,
  { wrong, address }: { readonly wrong: string; readonly address: string },
): Promise<void> {
  const limit = { bucket: `refused sign-ins on record of ${operatorId}`, max: recordedMax };
  const [sofar = 0] = await count(context, [limit]);
  if (sofar > limit.max) return;
  await inTransaction(context.store, (store) =>
    recordForWorkspacesOf(store, operatorId, {
      actor: serverActor,
      action: "operator.sign_in_refused",
      target: { kind: "operator", id: operatorId },
      details: {
        email,
        wrong,
        address,
        ...(sofar === limit.max
          ? { more: "not recorded until the quarter of an hour is over" }
          : {}),
      },
    }),
  );
}
