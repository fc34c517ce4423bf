/** Where a person is signed in: browsers and command lines; and ending that. */
import { GrantryError } from "../../lib/error.ts";
import { revokeCliGrantsOf } from "../../store/cli-tokens.ts";
import { deleteDeviceAuthorizationsOf } from "../../store/device-authorizations.ts";
import { lockOperator } from "../../store/operator-identities.ts";
import {
  deleteSessionOf,
  deleteSessionsBut,
  listSessionsOf,
} from "../../store/operator-sessions.ts";
import { inTransaction } from "../../store/store.ts";
import { commandLinesOf, signOutCommandLine } from "./command-line/command-lines.ts";
import type { AccountsContext } from "./context.ts";
import type { Operator } from "./operator.ts";
import { recordOfPerson } from "./record-person.ts";
import { type OperatorSession, sessionIdleSeconds } from "./sessions.ts";

/** A person who came by the session of a page of this server. */
export type SignedInOperator = Operator & Pick<OperatorSession, "operator" | "sessionId">;

export interface OwnSession {
  readonly id: string;
  readonly kind: "browser" | "command_line";
  /** What it is, in words, and from where it was signed in; null where that is not known. */
  readonly client: string | null;
  readonly address: string | null;
  /** What a command line is limited to; null for a browser. */
  readonly scopes: readonly string[] | null;
  /** Epoch seconds. */
  readonly createdAt: number;
  readonly lastUsedAt: number | null;
  /** Whether it is the one that asks. */
  readonly isCurrent: boolean;
}

/** More browsers than a person has; who signs in by a program sees the newest, and can end all. */
const sessionsMax = 500;

/** The person as a caller by a session. Throws session_required for a key or a command line. */
export function requireSession(
  caller: Operator & Pick<OperatorSession, "operator">,
): SignedInOperator {
  const { sessionId } = caller;
  if (sessionId === null) throw new GrantryError("session_required");
  return { ...caller, sessionId };
}

/** Browsers and command lines that are signed in as the person, in no order. */
export async function listOwnSessions(
  context: Pick<AccountsContext, "store" | "clock">,
  caller: SignedInOperator,
): Promise<OwnSession[]> {
  const lastSeenAfter = context.clock.nowSeconds() - sessionIdleSeconds;
  const { operatorId } = caller.operator;
  const limits = { lastSeenAfter, max: sessionsMax };
  const browsers = await listSessionsOf(context.store, operatorId, limits);
  const commandLines = await commandLinesOf(context, caller);
  return [
    ...browsers.map(({ sessionId, lastSeenAt, ...one }) => ({
      ...one,
      id: sessionId,
      kind: "browser" as const,
      scopes: null,
      lastUsedAt: lastSeenAt,
      isCurrent: sessionId === caller.sessionId,
    })),
    ...commandLines.map(({ cliGrantId, name, ...one }) => ({
      ...one,
      id: cliGrantId,
      kind: "command_line" as const,
      client: name,
      isCurrent: false,
    })),
  ];
}

/** Ends a session or a command line of the person at once. Throws session_not_found, also for somebody else's. */
export async function endOwnSession(
  context: AccountsContext,
  caller: SignedInOperator,
  id: string,
): Promise<void> {
  const { operator } = caller;
  const isEnded = await inTransaction(context.store, async (store) => {
    if (!(await deleteSessionOf(store, operator.operatorId, id))) return false;
    await recordOfPerson(store, operator, {
      action: "operator.session_ended",
      target: { kind: "session", id },
    });
    return true;
  });
  if (isEnded || (await signOutCommandLine(context, caller, id))) return;
  throw new GrantryError("session_not_found");
}

/** How many were ended. */
export interface EndedSessions {
  readonly browsers: number;
  readonly commandLines: number;
}

/** Ends all browsers but this one and all command lines, those too that were approved and have no token yet. */
export async function endOtherSessions(
  context: AccountsContext,
  { operator, sessionId }: SignedInOperator,
): Promise<EndedSessions> {
  const { operatorId } = operator;
  return await inTransaction(context.store, async (store) => {
    // A command line that takes its approval at this moment is either found here or finds nothing.
    await lockOperator(store, operatorId);
    const browsers = await deleteSessionsBut(store, operatorId, sessionId);
    await deleteDeviceAuthorizationsOf(store, operatorId);
    const commandLines = await revokeCliGrantsOf(store, operatorId);
    await recordOfPerson(store, operator, {
      action: "operator.other_sessions_ended",
      details: { browsers: String(browsers), command_lines: String(commandLines) },
    });
    return { browsers, commandLines };
  });
}
