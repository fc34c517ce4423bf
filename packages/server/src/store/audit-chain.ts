/**
 * The chain of a workspace's audit trail. Each record has a number, without gaps, and a hash over itself, its number and
 * the hash before it. Table audit_chains says where the chain ends, sealed with a key that is not in the database: whoever
 * writes there can make all hashes anew, and not the seal.
 *
 * Records are inserted unlinked, in whatever transaction makes the change, and wait for nobody. They are linked
 * afterwards, by one process at a time per chain, in the order in which they are seen: on PostgreSQL the order of ids
 * is not that of commits.
 */
import { hash as digest } from "node:crypto";
import { CompiledQuery, type Selectable, sql } from "kysely";
import { recordedDetails } from "./audit-people.ts";
import { type ChainRow, proveSeal, type Sealed, sealOf } from "./audit-seal.ts";
import { parseMap } from "./json-text.ts";
import { inTransaction, type Store } from "./store.ts";
import type { AuditRecordRow } from "./tables/audit.ts";

export type { ChainRow } from "./audit-seal.ts";
export type RecordRow = Selectable<AuditRecordRow>;
/** What the hash of a record covers, besides its number and the hash before it. */
export type HashedRecord = Omit<RecordRow, "number" | "hash" | "workspace_id">;

/** Before the first record. */
const noHash = "";

/** The chain of a workspace; that of what belongs to none is the empty one. */
export function chainIdOf(workspaceId: string | null): string {
  return workspaceId ?? "";
}

/** The records of a chain, as a condition. */
export function inChain(chainId: string) {
  return chainId === ""
    ? sql<boolean>`audit_records.workspace_id IS NULL`
    : sql<boolean>`audit_records.workspace_id = ${chainId}`;
}

/** SHA-256 over a JSON list, in base64url: whoever has the records can check it without any key. */
export function hashOf(
  record: HashedRecord,
  place: { readonly chainId: string; readonly number: number; readonly before: string },
): string {
  const text = JSON.stringify([
    "grantry audit 1",
    place.chainId,
    place.number,
    place.before,
    record.audit_record_id,
    record.recorded_at,
    record.actor_kind,
    record.actor_id,
    record.actor_label,
    record.action,
    record.target_kind,
    record.target_id,
    record.details,
    record.result,
    record.address,
    record.request_id,
  ]);
  return digest("sha256", text, "base64url");
}

/** Where a chain ends, for whoever only reads; undefined of one without records. */
export async function readChain(store: Store, chainId: string): Promise<ChainRow | undefined> {
  return await store.db
    .selectFrom("audit_chains")
    .selectAll()
    .where("chain_id", "=", chainId)
    .executeTakeFirst();
}

const endColumns = [
  "last_number",
  "last_hash",
  "anchor_number",
  "anchor_hash",
  "anchored_at",
  "broken_number",
  "key_id",
  "seal",
] as const;

/** As texts: reads of tokens that are recorded one by one run them with each, and a builder costs more than they do. */
const endTexts = {
  sqlite: textsOfEnd(() => "?", ""),
  postgres: textsOfEnd((at) => `$${at}`, " FOR UPDATE"),
} as const;

function textsOfEnd(place: (at: number) => string, held: string) {
  const set = endColumns.map((name, at) => `${name} = ${place(at + 1)}`).join(", ");
  const last = place(endColumns.length + 1);
  return {
    hold: `SELECT * FROM audit_chains WHERE chain_id = ${place(1)}${held}`,
    keep: `UPDATE audit_chains SET ${set} WHERE chain_id = ${last}`,
  };
}

/**
 * The end of a chain, for the transaction that is open and nobody else. It is made where it is not there. Where its
 * seal cannot be proven it goes on, and says from now on that it was broken by then: a server that stopped would help
 * nobody.
 */
export async function holdChain(store: Store, chainId: string): Promise<Sealed> {
  const { db, keyring, database } = store;
  const found = await select();
  if (found !== undefined) return await judged(found);
  const first: Sealed = {
    chain_id: chainId,
    last_number: 0,
    last_hash: noHash,
    anchor_number: 0,
    anchor_hash: noHash,
    anchored_at: null,
    // Records that have a number before there is an end: that one was taken away.
    broken_number: await lastNumber(store, chainId),
    key_id: keyring.derivingKeyId,
  };
  const started = await startOf(store, first);
  await db
    .insertInto("audit_chains")
    .values({ ...started, seal: sealOf(keyring, started) })
    .onConflict((conflict) => conflict.column("chain_id").doNothing())
    .execute();
  const made = await select();
  if (made === undefined) throw new TypeError("The end of an audit chain cannot be made.");
  return await judged(made);

  async function judged(end: ChainRow): Promise<Sealed> {
    const isProven = (await proveSeal(store, end)) === "good";
    return { ...end, broken_number: end.broken_number ?? (isProven ? null : end.last_number) };
  }

  async function select() {
    const text = endTexts[database.engine].hold;
    return (await db.executeQuery<ChainRow>(CompiledQuery.raw(text, [chainId]))).rows[0];
  }
}

/** Where the end was taken away, the chain goes on after the last record that there is. */
async function startOf(store: Store, first: Sealed): Promise<Sealed> {
  if (first.broken_number === null) return first;
  const last = await store.db
    .selectFrom("audit_records")
    .select("hash")
    .where(inChain(first.chain_id))
    .where("number", "=", first.broken_number)
    .executeTakeFirst();
  return { ...first, last_number: first.broken_number, last_hash: last?.hash ?? noHash };
}

async function lastNumber(store: Store, chainId: string): Promise<number | null> {
  const row = await store.db
    .selectFrom("audit_records")
    .select("number")
    .where(inChain(chainId))
    .where("number", "is not", null)
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.number ?? null;
}

/** Writes where the chain ends now, and seals it with the primary key. */
export async function keepChain({ db, database, keyring }: Store, end: Sealed): Promise<void> {
  const row = { ...end, key_id: keyring.derivingKeyId };
  const sealed: ChainRow = { ...row, seal: sealOf(keyring, row) };
  const values = endColumns.map((name) => sealed[name]);
  const text = endTexts[database.engine].keep;
  await db.executeQuery(CompiledQuery.raw(text, [...values, end.chain_id]));
}

/**
 * Seals the ends of a page of chains anew that another key sealed than the primary one. Returns how many, and after which
 * chain the next page begins; null after the last.
 */
export async function resealChains(
  store: Store,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<{ readonly resealed: number; readonly next: string | null }> {
  const rows = await store.db
    .selectFrom("audit_chains")
    .select("chain_id")
    .where("key_id", "<>", store.keyring.derivingKeyId)
    .$if(after !== null, (query) => query.where("chain_id", ">", after ?? ""))
    .orderBy("chain_id")
    .limit(limit)
    .execute();
  for (const { chain_id: chainId } of rows) {
    await inTransaction(store, async (within) => {
      await keepChain(within, await holdChain(within, chainId));
    });
  }
  const next = rows.length < limit ? null : (rows.at(-1)?.chain_id ?? null);
  return { resealed: rows.length, next };
}

/** The next chain by id, after this one, in which records wait. */
export async function nextUnlinked(
  store: Store,
  after: string | null,
): Promise<string | undefined> {
  if (after === null) {
    const ofNone = await store.db
      .selectFrom("audit_records")
      .select("audit_record_id")
      .where("number", "is", null)
      .where("workspace_id", "is", null)
      .limit(1)
      .executeTakeFirst();
    if (ofNone !== undefined) return "";
  }
  const row = await store.db
    .selectFrom("audit_records")
    .select("workspace_id")
    .where("number", "is", null)
    .where("workspace_id", ">", after ?? "")
    .orderBy("workspace_id")
    .limit(1)
    .executeTakeFirst();
  return row?.workspace_id ?? undefined;
}

/** Links at most so many records of a chain, and returns how many those were. */
export async function linkRecords(store: Store, chainId: string, max: number): Promise<number> {
  return await inTransaction(store, async (within) => {
    const end = await holdChain(within, chainId);
    const waiting = await within.db
      .selectFrom("audit_records")
      .selectAll()
      .where(inChain(chainId))
      .where("number", "is", null)
      .orderBy("audit_record_id")
      .limit(max)
      .execute();
    if (waiting.length === 0) return 0;
    const records = [];
    for (const row of waiting) records.push(await withoutNames(within, row));
    const { links, ...last } = linked(end, records);
    await setLinks(within, links);
    await keepChain(within, { ...end, ...last });
    return waiting.length;
  });
}

/** What a record gets when it is linked. */
export interface Link {
  readonly id: number;
  readonly number: number;
  readonly hash: string;
}

/** Numbers and hashes of these records, at the end of the chain. */
export function linked(
  { chain_id: chainId, ...end }: Pick<Sealed, "chain_id" | "last_number" | "last_hash">,
  records: readonly HashedRecord[],
): { readonly links: readonly Link[]; readonly last_number: number; readonly last_hash: string } {
  let { last_number, last_hash } = end;
  const links = records.map((record) => {
    last_number += 1;
    last_hash = hashOf(record, { chainId, number: last_number, before: last_hash });
    return { id: record.audit_record_id, number: last_number, hash: last_hash };
  });
  return { links, last_number, last_hash };
}

/** One of before people were named by id alone is brought into that form, which the hash then covers. */
async function withoutNames(store: Store, row: RecordRow): Promise<RecordRow> {
  if (row.actor_kind !== "operator" || row.actor_label === "") {
    if (row.details === "{}" || row.request_id !== null) return row;
  }
  const of = { workspaceId: row.workspace_id, operatorId: operatorOf(row), action: row.action };
  const details = JSON.stringify(await recordedDetails(store, of, parseMap(row.details)));
  const actor_label = row.actor_kind === "operator" ? "" : row.actor_label;
  if (details === row.details && actor_label === row.actor_label) return row;
  await store.db
    .updateTable("audit_records")
    .set({ details, actor_label })
    .where("audit_record_id", "=", row.audit_record_id)
    .execute();
  return { ...row, details, actor_label };
}

function operatorOf({ actor_kind, actor_id, target_kind, target_id }: RecordRow): string | null {
  if (actor_kind === "operator") return actor_id;
  return target_kind === "operator" ? target_id : null;
}

/** One parameter, however many they are. */
async function setLinks({ db, database }: Store, links: readonly Link[]): Promise<void> {
  const list = JSON.stringify(links.map(({ id, number, hash }) => [id, number, hash]));
  const rows =
    database.engine === "postgres"
      ? sql`SELECT (v->>0)::bigint AS id, (v->>1)::bigint AS number, v->>2 AS hash
          FROM jsonb_array_elements(${list}::text::jsonb) AS v`
      : sql`SELECT value->>0 AS id, value->>1 AS number, value->>2 AS hash FROM json_each(${list})`;
  await sql`UPDATE audit_records SET number = l.number, hash = l.hash FROM (${rows}) AS l
    WHERE audit_records.audit_record_id = l.id`.execute(db);
}
