/** OpenID Connect Back-Channel Logout 1.0: a company's identity provider says that one of its people is signed out. */
import { GrantryError } from "../../lib/error.ts";
import { type AuditEntry, insertAuditRecord } from "../../store/audit-records.ts";
import { findSignInProvider, type SignInProvider } from "../../store/sign-in-providers.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import { endAsCompanySays, endCompanySession } from "../accounts/index.ts";
import type { SignalsContext } from "./context.ts";
import { recordLater, signalActor, type Told } from "./record.ts";
import { malformed, SignalRefusal } from "./refusal.ts";
import { takeOnce } from "./take-once.ts";
import { meantUntil } from "./time.ts";
import { endlessAgeMaxSeconds, type Message, verifyMessage } from "./verify.ts";

const logoutEvent = "http://schemas.openid.net/event/backchannel-logout";

/**
 * Resolves once those sessions have ended, or where the token was taken before. Throws a SignalRefusal,
 * sign_in_provider_not_found, and provider_unavailable where the keys cannot be had now.
 */
export async function takeCompanyLogout(
  context: SignalsContext,
  { workspaceId, token }: { readonly workspaceId: string; readonly token: string },
): Promise<void> {
  const provider = await findSignInProvider(context.store, workspaceId);
  if (provider === undefined) throw new GrantryError("sign_in_provider_not_found");
  const { issuer } = provider;
  const told = { workspaceId, source: workspaceId, issuer };
  const target = { kind: "sign_in_provider", id: workspaceId };
  let isProven = false;
  try {
    const message = await verifyMessage(context, token, {
      issuer,
      audience: provider.clientId,
      keys: { workspaceId, url: issuer, from: "issuer" },
      // Section 2.4 recommends the first; many providers send the second, or none. The event says what it is.
      types: ["logout+jwt", "jwt", undefined],
      endlessAgeMaxSeconds,
    });
    isProven = true;
    const whom = { ...whomOf(message), until: meantUntil(message) };
    const ended = await end(context, { provider, told, whom, jti: message.jti });
    if (ended === 0) {
      const details = { ended: "nobody" };
      recordLater(context, told, { action: "company_logout.taken", target, details, isProven });
    }
  } catch (thrown) {
    if (thrown instanceof SignalRefusal) {
      const details = { why: thrown.message };
      const refused = { action: "company_logout.refused", target, details } as const;
      recordLater(context, told, { ...refused, result: thrown.error, isProven });
    }
    throw thrown;
  }
}

/** Who is signed out: a session at the provider, or all of a person. */
interface Named {
  readonly sid: string | null;
  readonly subject: string | null;
}

interface Whom extends Named {
  /** What was signed in later stays. */
  readonly until: number;
}

/** Section 2.6, steps 4 to 6. */
function whomOf({ events, nonce, sid, sub }: Message): Named {
  if (!Object.hasOwn(events, logoutEvent)) throw malformed("The token names no logout event.");
  if (nonce !== undefined) throw malformed("A logout token has no nonce.");
  // Of a session any length will do: one that is too long to be noted is none that is known.
  const whom = { sid: textOf(sid, tokenTextMax), subject: textOf(sub, subjectMax) };
  if (whom.sid === null && whom.subject === null) {
    throw malformed("A logout token names a subject or a session.");
  }
  return whom;
}

const subjectMax = 512;
/** As long as a whole token may be. */
const tokenTextMax = 16_384;

function textOf(value: unknown, max: number): string | null {
  if (value === undefined) return null;
  if (typeof value === "string" && value.length > 0 && value.length <= max) return value;
  throw malformed('The claims "sub", of at most 512 characters, and "sid" are texts.');
}

/** How many people were signed out; null where the token was taken before. */
async function end(
  context: SignalsContext,
  asked: {
    readonly provider: SignInProvider;
    readonly told: Told;
    readonly whom: Whom;
    readonly jti: string;
  },
): Promise<number | null> {
  const { told, jti } = asked;
  return await inTransaction(context.store, async (store) => {
    const taken = await takeOnce(store, { ...told, jti }, async () => {
      const records = await endThose(store, asked);
      for (const record of records) await insertAuditRecord(store, record);
      return { people: records.length, hasActed: records.length > 0 };
    });
    return taken?.people ?? null;
  });
}

/** Ends what is meant; what is to be on record of it. */
async function endThose(
  store: Store,
  { provider, told, whom }: Parameters<typeof end>[1],
): Promise<AuditEntry[]> {
  const { workspaceId, issuer } = provider;
  const { sid, subject, until } = whom;
  const recordOf = (operatorId: string, details: Record<string, string>): AuditEntry => ({
    workspaceId,
    actor: signalActor(told),
    action: "company_logout.taken",
    target: { kind: "operator", id: operatorId },
    details: { by: issuer, ...details },
  });
  if (sid !== null) {
    const named = { sid, subject, until };
    const { operatorIds, unnamed } = await endCompanySession(store, provider, named);
    const details: Record<string, string> =
      unnamed === null
        ? { ended: "one session" }
        : { ended: "browsers of no known session", browsers: String(unnamed) };
    return operatorIds.map((id) => recordOf(id, details));
  }
  if (subject === null) return [];
  const ended = await endAsCompanySays(
    store,
    { workspaceId, issuer, subject },
    { isAccountOver: false, until },
  );
  if (ended === null) return [];
  const { browsers, commandLines, personalKeys } = ended;
  return [
    recordOf(ended.operatorId, {
      browsers: String(browsers),
      command_lines: String(commandLines),
      personal_keys: String(personalKeys),
    }),
  ];
}
