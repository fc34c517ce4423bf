/** Signal streams: which identity providers a workspace takes signals of, and what comes of them. For its owners. */
import { GrantryError } from "../../lib/error.ts";
import { newHandle } from "../../lib/id.ts";
import { type App, getApp, userIssuersOf } from "../../store/apps.ts";
import type { AuditAction } from "../../store/audit-actions.ts";
import {
  changeSignalStream,
  type DeclaredStream,
  deleteSignalStream,
  findSignalStream,
  insertSignalStream,
  listSignalStreams,
  type SignalStream,
} from "../../store/signal-streams.ts";
import { inTransaction, type Store } from "../../store/store.ts";
import { recordChange, type WorkspaceOperator } from "../accounts/index.ts";
import { requireRoom } from "../limits/index.ts";
import type { SignalsContext } from "./context.ts";

/** A stream, with the address that its transmitter sends to. */
export interface ShownStream extends SignalStream {
  readonly receiverUrl: string;
}

/** `userIssuer`: null for the stream's own. */
export type StreamInput = DeclaredStream;

/** What is undefined stays as it is. */
export type StreamChanges = {
  readonly [K in keyof Omit<StreamInput, "appId">]: StreamInput[K] | undefined;
};

export async function listStreams(
  context: SignalsContext,
  { workspaceId }: WorkspaceOperator,
): Promise<ShownStream[]> {
  const found = await listSignalStreams(context.store, workspaceId);
  return found.map((one) => shown(context, one));
}

/** Throws signal_stream_not_found, also for another workspace's. */
export async function readStream(
  context: Pick<SignalsContext, "store" | "publicUrl">,
  { workspaceId }: WorkspaceOperator,
  signalStreamId: string,
): Promise<ShownStream> {
  const found = await findSignalStream(context.store, signalStreamId);
  if (found?.workspaceId !== workspaceId) throw new GrantryError("signal_stream_not_found");
  return shown(context, found);
}

/** Throws app_not_found, issuer_unknown, limit_reached, and bad_request for what does not fit together. */
export async function createStream(
  context: SignalsContext,
  operator: WorkspaceOperator,
  input: StreamInput,
): Promise<ShownStream> {
  const { workspaceId } = operator;
  const signalStreamId = newHandle("signalStream");
  return await inTransaction(context.store, async (store) => {
    const declared = await checked(context, store, workspaceId, input);
    await requireRoom(store, "signalStreams", workspaceId);
    await insertSignalStream(store, { ...declared, signalStreamId, workspaceId });
    await record(store, operator, "signal_stream.created", { ...declared, signalStreamId });
    return await readStream({ ...context, store }, operator, signalStreamId);
  });
}

/** Throws what createStream throws, and signal_stream_not_found. */
export async function updateStream(
  context: SignalsContext,
  operator: WorkspaceOperator,
  { signalStreamId, ...changes }: StreamChanges & { readonly signalStreamId: string },
): Promise<ShownStream> {
  return await inTransaction(context.store, async (store) => {
    const inside = { ...context, store };
    const before = await readStream(inside, operator, signalStreamId);
    const declared = await checked(context, store, operator.workspaceId, {
      appId: before.appId,
      issuer: changes.issuer ?? before.issuer,
      audience: changes.audience ?? before.audience,
      jwksUri: changes.jwksUri ?? before.jwksUri,
      userIssuer: changes.userIssuer === undefined ? before.userIssuer : changes.userIssuer,
      action: changes.action === undefined ? before.action : changes.action,
    });
    await changeSignalStream(store, signalStreamId, declared);
    await record(store, operator, "signal_stream.changed", { ...declared, signalStreamId });
    return await readStream(inside, operator, signalStreamId);
  });
}

/** From its commit on nothing is taken of it. Throws signal_stream_not_found. */
export async function deleteStream(
  context: SignalsContext,
  operator: WorkspaceOperator,
  signalStreamId: string,
): Promise<void> {
  await inTransaction(context.store, async (store) => {
    const before = await readStream({ ...context, store }, operator, signalStreamId);
    await deleteSignalStream(store, operator.workspaceId, signalStreamId);
    await record(store, operator, "signal_stream.deleted", before);
  });
}

function shown({ publicUrl }: Pick<SignalsContext, "publicUrl">, stream: SignalStream) {
  return { ...stream, receiverUrl: `${publicUrl}/v1/signals/${stream.signalStreamId}` };
}

async function record(
  store: Store,
  operator: WorkspaceOperator,
  action: AuditAction,
  stream: DeclaredStream & Pick<SignalStream, "signalStreamId">,
): Promise<void> {
  const { issuer, appId, action: becomes } = stream;
  await recordChange(store, operator, {
    action,
    target: { kind: "signal_stream", id: stream.signalStreamId },
    details: { issuer, ...(appId && { app: appId }), ...(becomes && { action: becomes }) },
  });
}

async function checked(
  { reach }: SignalsContext,
  store: Store,
  workspaceId: string,
  input: StreamInput,
): Promise<DeclaredStream> {
  const { allowedPrivateOrigins } = reach(workspaceId);
  const { protocol, origin } = new URL(input.jwksUri);
  if (protocol !== "https:" && !allowedPrivateOrigins.has(origin)) {
    throw wrong(
      "jwks_uri",
      "It must be https. GRANTRY_ALLOWED_PRIVATE_ORIGINS allows a workspace origins that are not.",
    );
  }
  if (input.appId === null) return ofCompany(input);
  const app = await getApp(store, input.appId);
  if (app?.workspaceId !== workspaceId) throw new GrantryError("app_not_found");
  return ofApp(app, input);
}

function ofCompany(input: StreamInput): DeclaredStream {
  if (input.action !== null) {
    throw wrong("action", "It is of a stream for an app: say whose with app_id.");
  }
  if (input.userIssuer !== null) {
    throw wrong("user_issuer", "It is of a stream for an app: say whose with app_id.");
  }
  return input;
}

function ofApp(app: App, input: StreamInput): DeclaredStream {
  if (input.action === null) throw wrong("action", "A stream for an app needs one.");
  const userIssuer = input.userIssuer ?? input.issuer;
  const named = userIssuersOf(app.identityProviders).filter(({ issuer }) => issuer === userIssuer);
  if (named.length === 0) {
    throw new GrantryError("issuer_unknown", {
      detail:
        "No identity provider of the app has this issuer: signals can only be about users whom it knows by one. Give user_issuer, the issuer of one of the app's identity providers.",
    });
  }
  if (named.some(({ userIdClaim }) => userIdClaim !== "sub")) {
    throw wrong(
      "user_issuer",
      'The app knows users of this issuer by another claim than "sub", and signals name them by that: nobody would be found.',
    );
  }
  return { ...input, userIssuer };
}

function wrong(member: string, detail: string): GrantryError {
  return new GrantryError("bad_request", {
    detail: `${member}: ${detail}`,
    data: { errors: [{ in: "body", pointer: `/${member}`, code: "invalid", detail }] },
  });
}
