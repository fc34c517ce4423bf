/** Table signal_streams: identity providers that tell what happens to people's accounts. */
import type { Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { signalStreams } from "./tables/signals.ts";

export type SignalStream = RecordOf<typeof signalStreams>;

/** What is declared of one. */
export type DeclaredStream = Pick<
  SignalStream,
  "issuer" | "audience" | "jwksUri" | "appId" | "userIssuer" | "action"
>;

/** What came of the last signal. */
export interface LastSignal {
  /** The event, by its short name; `unknown` for one that means nothing here. */
  readonly event: string;
  readonly outcome: NonNullable<SignalStream["lastSignalOutcome"]>;
}

export async function insertSignalStream(
  store: Store,
  stream: DeclaredStream & Pick<SignalStream, "signalStreamId" | "workspaceId">,
): Promise<void> {
  const values = signalStreams.write({ ...stream, createdAt: store.clock.nowSeconds() });
  await store.db.insertInto("signal_streams").values(values).execute();
}

/** Changes one that is there. */
export async function changeSignalStream(
  store: Store,
  signalStreamId: string,
  declared: DeclaredStream,
): Promise<void> {
  await store.db
    .updateTable("signal_streams")
    .set(signalStreams.write({ ...declared }))
    .where("signal_stream_id", "=", signalStreamId)
    .execute();
}

/** The stream of this id, whosever it is; or undefined. */
export async function findSignalStream(
  store: Store,
  signalStreamId: string,
): Promise<SignalStream | undefined> {
  const row = await store.db
    .selectFrom("signal_streams")
    .selectAll()
    .where("signal_stream_id", "=", signalStreamId)
    .executeTakeFirst();
  return row && signalStreams.read(row);
}

/** A workspace's, by age. */
export async function listSignalStreams(
  store: Store,
  workspaceId: string,
): Promise<SignalStream[]> {
  const rows = await store.db
    .selectFrom("signal_streams")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .orderBy("created_at")
    .orderBy("signal_stream_id")
    .execute();
  return rows.map(signalStreams.read);
}

/** False where the workspace has none of this id. */
export async function deleteSignalStream(
  store: Store,
  workspaceId: string,
  signalStreamId: string,
): Promise<boolean> {
  const { numDeletedRows } = await store.db
    .deleteFrom("signal_streams")
    .where("signal_stream_id", "=", signalStreamId)
    .where("workspace_id", "=", workspaceId)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/** False where the stream is gone. Until the transaction ends it stays as it is. */
export async function noteSignal(
  store: Store,
  signalStreamId: string,
  { event, outcome }: LastSignal,
): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable("signal_streams")
    .set({
      last_signal_at: store.clock.nowSeconds(),
      last_signal_event: event,
      last_signal_outcome: outcome,
    })
    .where("signal_stream_id", "=", signalStreamId)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}
