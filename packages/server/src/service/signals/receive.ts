/**
 * Takes a security event token that an identity provider pushes (RFC 8417, RFC 8935): what it tells of a person is done before
 * it is answered, in one transaction with the note that it was taken.
 */
import { GrantryError } from "../../lib/error.ts";
import { findAppUser } from "../../store/app-users.ts";
import { insertAuditRecord } from "../../store/audit-records.ts";
import { findSignInProvider } from "../../store/sign-in-providers.ts";
import {
  findSignalStream,
  type LastSignal,
  noteSignal,
  type SignalStream,
} from "../../store/signal-streams.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import { endAsCompanySays } from "../accounts/index.ts";
import { createOperation, everyConnection } from "../operations/index.ts";
import type { SignalsContext } from "./context.ts";
import { type Meaning, meaningOf } from "./events.ts";
import { recordLater, signalActor, type Told } from "./record.ts";
import { SignalRefusal } from "./refusal.ts";
import { type Subject, subjectNames } from "./subject.ts";
import { takeOnce } from "./take-once.ts";
import { meantUntil } from "./time.ts";
import { ageMaxSeconds, type Message, verifyMessage } from "./verify.ts";

/**
 * Resolves once all that the message asks for is done, or where it was taken before. Throws a SignalRefusal,
 * signal_stream_not_found, and provider_unavailable where the keys cannot be had now.
 */
export async function receiveSignal(
  context: SignalsContext,
  { signalStreamId, token }: { readonly signalStreamId: string; readonly token: string },
): Promise<void> {
  const stream = await findSignalStream(context.store, signalStreamId);
  if (stream === undefined) throw new GrantryError("signal_stream_not_found");
  const told = toldBy(stream);
  let isProven = false;
  try {
    const message = await verifyMessage(context, token, expectedOf(stream));
    isProven = true;
    await take(context, stream, message);
  } catch (thrown) {
    if (thrown instanceof SignalRefusal) {
      recordLater(context, told, {
        action: "signal.refused",
        target: { kind: "signal_stream", id: signalStreamId },
        details: { why: thrown.message },
        result: thrown.error,
        isProven,
      });
    }
    throw thrown;
  }
}

function toldBy({ workspaceId, signalStreamId, issuer }: SignalStream): Told {
  return { workspaceId, source: signalStreamId, issuer };
}

function expectedOf({ workspaceId, issuer, audience, jwksUri }: SignalStream) {
  const keys = { workspaceId, url: jwksUri, from: "jwks_uri" } as const;
  return {
    issuer,
    audience,
    keys,
    types: ["secevent+jwt"],
    // Such a token has none (Shared Signals Framework 1.0, section 4.1.7).
    endlessAgeMaxSeconds: ageMaxSeconds,
  };
}

/** What a message is about, once it is known to be right. */
interface Asked extends Meaning {
  /** All of one person; none where nobody is found by them. */
  readonly names: readonly Subject[];
  /** Sign-ins of later are not meant. */
  readonly until: number;
}

async function take(
  context: SignalsContext,
  stream: SignalStream,
  message: Message,
): Promise<void> {
  const meaning = meaningOf(message.events);
  const names = meaning.effect === "none" ? [] : subjectNames(message);
  const until = meantUntil(message);
  const { workspaceId, signalStreamId: source } = stream;
  const asked = { ...meaning, names, until };
  const noted = await inTransaction(context.store, async (store) => {
    const work = () => takeIn({ ...context, store }, stream, asked);
    // Whatever asks for nothing does so as often as it comes.
    if (names.length === 0) return await work();
    return await takeOnce(store, { source, workspaceId, jti: message.jti }, work);
  });
  if (noted !== null && noted.outcome !== "acted") {
    recordLater(context, toldBy(stream), {
      action: "signal.taken",
      target: { kind: "signal_stream", id: source },
      details: {
        event: noted.event,
        ended: noted.outcome === "nobody" ? "nobody" : "nothing",
      },
      isProven: true,
    });
  }
}

async function takeIn(context: SignalsContext, stream: SignalStream, asked: Asked) {
  const outcome = await carryOut(context, stream, asked);
  const signal = { event: asked.event, outcome };
  // One that was deleted meanwhile ends nothing.
  if (!(await noteSignal(context.store, stream.signalStreamId, signal))) {
    throw new GrantryError("signal_stream_not_found");
  }
  return { ...signal, hasActed: outcome === "acted" };
}

async function carryOut(
  context: SignalsContext,
  stream: SignalStream,
  asked: Asked,
): Promise<LastSignal["outcome"]> {
  if (asked.effect === "none") return "noted";
  if (asked.names.length === 0) return "nobody";
  const { appId } = stream;
  const done =
    appId === null
      ? await endOperator(context, stream, asked)
      : await endUser(context, { ...stream, appId }, asked);
  return done ? "acted" : "nobody";
}

/** What that issuer calls the person. A stream speaks of the people of one issuer, and of no other's. */
function requireOwn({ issuer }: SignalStream, names: readonly Subject[], whose: string): string {
  const own = names.find((name) => (name.issuer ?? issuer) === whose);
  if (own !== undefined) return own.subject;
  throw new SignalRefusal(
    "access_denied",
    "The subject is of another issuer than this stream speaks for.",
  );
}

/** Freezes or ends the connections of an app's user. False where the app knows none such. */
async function endUser(
  context: SignalsContext,
  stream: SignalStream & { readonly appId: string },
  { names, event }: Asked,
): Promise<boolean> {
  const { workspaceId, appId, userIssuer, action } = stream;
  if (userIssuer === null || action === null) return false;
  const userId = requireOwn(stream, names, userIssuer);
  const issuer = { issuer: userIssuer, userIdClaim: "sub" };
  const user = await findAppUser(context.store, appId, { userId, issuer });
  if (user === undefined) return false;
  const actor = signalActor(toldBy(stream));
  const filter = {
    ...everyConnection,
    appId,
    user: { userId, issuer: userIssuer },
  };
  const { operation } = await createOperation(
    context,
    { workspaceId, caller: { actor } },
    { kind: action, filter, dryRun: false, expected: null },
  );
  await insertAuditRecord(context.store, {
    workspaceId,
    actor,
    action: "signal.taken",
    target: { kind: "app_user", id: user.id },
    details: {
      by: stream.issuer,
      event,
      app: appId,
      stream: stream.signalStreamId,
      action,
      ...(operation && { operation: operation.operationId }),
    },
  });
  return true;
}

/** Ends what a person of the workspace's company sign-in is signed in with. False where nobody is meant. */
async function endOperator(
  { store }: { readonly store: Store },
  stream: SignalStream,
  { names, event, effect, until }: Asked,
): Promise<boolean> {
  const { workspaceId } = stream;
  const provider = await findSignInProvider(store, workspaceId);
  if (provider === undefined) {
    throw new SignalRefusal("access_denied", "The workspace has no company sign-in.");
  }
  const { issuer } = provider;
  const identity = { workspaceId, issuer, subject: requireOwn(stream, names, issuer) };
  const isAccountOver = effect === "account";
  const ended = await endAsCompanySays(store, identity, { isAccountOver, until });
  if (ended === null) return false;
  await insertAuditRecord(store, {
    workspaceId,
    actor: signalActor(toldBy(stream)),
    action: "signal.taken",
    target: { kind: "operator", id: ended.operatorId },
    details: {
      by: stream.issuer,
      event,
      stream: stream.signalStreamId,
      browsers: String(ended.browsers),
      command_lines: String(ended.commandLines),
      personal_keys: String(ended.personalKeys),
    },
  });
  return true;
}
