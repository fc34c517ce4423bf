/** The person's side of a device authorization: enter the code, see what asks, decide. */
import { GrantryError } from "../../../lib/error.ts";
import {
  claimByUserCode,
  type DeviceAuthorization,
  decideDeviceAuthorization,
} from "../../../store/device-authorizations.ts";
import { lockUnchanged } from "../../../store/operator-credentials.ts";
import { inTransaction } from "../../../store/store.ts";
import { addressLimits, countOrRefuse } from "../../limits/index.ts";
import type { AccountsContext } from "../context.ts";
import { type PersonalChange, recordOfPerson } from "../record-person.ts";
import { requireMayGive } from "../server/authenticate.ts";
import type { OperatorSession } from "../sessions.ts";
import { clientName, scopeText } from "./clients.ts";
import { shownUserCode, typedUserCode } from "./user-code.ts";

/** Of 20^8 codes, so many may be tried by one person, or from one address, in a quarter of an hour. */
const codesPerPersonMax = 10;
const codesPerAddressMax = 50;

/** What the approval page shows. */
export interface DeviceApproval {
  readonly clientName: string;
  readonly scopes: readonly string[];
  readonly userCode: string;
  /** Seconds since the command line asked. */
  readonly ageSeconds: number;
}

export interface EnteredCode {
  readonly session: OperatorSession;
  readonly userCode: string;
  readonly address: string;
}

/**
 * Binds what waits under this code to the person's session. Throws user_code_invalid, the same for
 * a code that is unknown, over, decided or claimed by another session; and too_many_attempts.
 */
export async function claimDeviceAuthorization(
  context: AccountsContext,
  { session, userCode: typed, address }: EnteredCode,
): Promise<DeviceApproval> {
  await countOrRefuse(context, [
    { bucket: `user code by ${session.operator.operatorId}`, max: codesPerPersonMax },
    ...addressLimits("user code", address, codesPerAddressMax),
  ]);
  const userCode = typedUserCode(typed);
  const claimed = await claimByUserCode(context.store, userCode, session.sessionId);
  if (claimed === undefined) throw new GrantryError("user_code_invalid");
  return {
    clientName: clientName(claimed.clientId),
    scopes: claimed.scopes.map(scopeText),
    userCode: shownUserCode(userCode),
    ageSeconds: context.clock.nowSeconds() - claimed.createdAt,
  };
}

/**
 * Approves or denies, in the session that claimed it. Throws user_code_invalid in any other, and
 * server_operator_required where only the server's operator can give what is asked for.
 */
export async function decideDevice(
  context: AccountsContext,
  session: OperatorSession,
  decision: { readonly userCode: string; readonly approve: boolean },
): Promise<void> {
  const { operator, sessionId } = session;
  await inTransaction(context.store, async (store) => {
    // The session may have ended with a new password meanwhile.
    if (!(await lockUnchanged(store, operator))) throw new GrantryError("user_code_invalid");
    const decided = await decideDeviceAuthorization(store, {
      userCode: typedUserCode(decision.userCode),
      sessionId,
      operatorId: operator.operatorId,
      status: decision.approve ? "approved" : "denied",
    });
    if (decided === undefined) throw new GrantryError("user_code_invalid");
    if (decision.approve) await requireMayGive({ store }, operator, decided.scopes);
    await recordOfPerson(store, operator, changeOf(decided));
  });
}

function changeOf(decided: DeviceAuthorization): PersonalChange {
  return {
    action: decided.status === "approved" ? "command_line.approved" : "command_line.denied",
    details: { client: decided.clientId, scopes: decided.scopes.join(" ") },
  };
}
