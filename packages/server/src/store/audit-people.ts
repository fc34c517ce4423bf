/**
 * What records of the audit trail say of people: names from their accounts, email and network addresses from table
 * audit_people. A record holds an id in their place, so that erasing them changes no record.
 */
import { sql } from "kysely";
import { newHandle } from "../lib/id.ts";
import { elementsOf } from "./bounded-counts.ts";
import { inTransaction, type Store } from "./store.ts";

/** How a member of a record's details is called whose value stands in audit_people. */
const personal = "@";
const refPrefix = "per_";

/** Whose, and where, something is said. */
export interface OfWhom {
  readonly workspaceId: string | null;
  /** Of an app's user the connection. Null where there is no account, or it is not known. */
  readonly operatorId: string | null;
}

/**
 * The ref under which a value of a person stands, in the transaction that is open. Two at once may enter the same twice:
 * neither waits for the other.
 */
export async function refOf(store: Store, of: OfWhom, value: string): Promise<string> {
  const workspace_id = of.workspaceId ?? "";
  const operator_id = of.operatorId ?? "";
  const known = await store.db
    .selectFrom("audit_people")
    .select("ref")
    .where("value", "=", value)
    .where("workspace_id", "=", workspace_id)
    .where("operator_id", "=", operator_id)
    .limit(1)
    .executeTakeFirst();
  if (known !== undefined) return known.ref;
  const ref = newHandle("auditPerson");
  const noted_at = store.clock.nowSeconds();
  await store.db
    .insertInto("audit_people")
    .values({ ref, workspace_id, operator_id, value, noted_at })
    .execute();
  return ref;
}

/** Members of details that tell of people, whatever was done. */
const personalNames: ReadonlySet<string> = new Set([
  "address",
  "email",
  "invited_by",
  "of",
  "subject",
]);

function isPersonal(action: string, name: string): boolean {
  return personalNames.has(name) || (name === "name" && action === "operator.renamed");
}

/** Details as they are recorded: with refs in place of what tells of people. */
export async function recordedDetails(
  store: Store,
  of: OfWhom & { readonly action: string },
  details: Readonly<Record<string, string>>,
): Promise<Readonly<Record<string, string>>> {
  const all: [string, string][] = [];
  for (const [name, value] of Object.entries(details)) {
    if (!isPersonal(of.action, name)) all.push([name, value]);
    else all.push([`${personal}${name}`, await refOf(store, of, value)]);
  }
  return Object.fromEntries(all);
}

/** What stands for a value that was erased. */
const erased = "[erased]";

/** What is known of the people in some rows. */
export interface KnownPeople {
  nameOf(operatorId: string): string;
  /** The address itself where it is no person's. */
  addressOf(address: string | null): string | null;
  detailsOf(details: Readonly<Record<string, string>>): Readonly<Record<string, string>>;
}

export async function knownPeople(
  store: Store,
  named: { readonly operatorIds: readonly string[]; readonly refs: readonly string[] },
): Promise<KnownPeople> {
  const names = await namesOf(store, named.operatorIds);
  const values = await valuesOf(store, named.refs);
  const toldBy = (ref: string) => values.get(ref) ?? erased;
  return {
    nameOf: (operatorId) => names.get(operatorId) ?? operatorId,
    addressOf: (address) => (isRef(address) ? toldBy(address) : address),
    detailsOf: (details) =>
      Object.fromEntries(
        Object.entries(details).map(([name, value]) =>
          name.startsWith(personal) ? [name.slice(personal.length), toldBy(value)] : [name, value],
        ),
      ),
  };
}

function isRef(address: string | null): address is string {
  return address?.startsWith(refPrefix) === true;
}

/** The refs that a row names. */
export function refsIn(row: {
  readonly address: string | null;
  readonly details: Readonly<Record<string, string>>;
}): string[] {
  const inDetails = Object.entries(row.details)
    .filter(([name]) => name.startsWith(personal))
    .map(([, ref]) => ref);
  return isRef(row.address) ? [row.address, ...inDetails] : inDetails;
}

async function namesOf(store: Store, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await store.db
    .selectFrom("operators")
    .select(["operator_id", "name", "email"])
    .where(
      "operator_id",
      "in",
      sql<string>`(${elementsOf(store.database.engine, [...new Set(ids)])})`,
    )
    .execute();
  return new Map(rows.map((row) => [row.operator_id, `${row.name} (${row.email})`]));
}

async function valuesOf(store: Store, refs: readonly string[]): Promise<Map<string, string>> {
  if (refs.length === 0) return new Map();
  const rows = await store.db
    .selectFrom("audit_people")
    .select(["ref", "value"])
    .where("ref", "in", sql<string>`(${elementsOf(store.database.engine, [...new Set(refs)])})`)
    .execute();
  return new Map(rows.map((row) => [row.ref, row.value]));
}

/**
 * Erases what records say of whoever has, or had, this email address: its addresses, and those of the account. Returns how
 * many values those were. The account itself stays.
 */
export async function forgetPeople(store: Store, email: string): Promise<number> {
  return await inTransaction(store, async (within) => {
    const account = await within.db
      .selectFrom("operators")
      .select("operator_id")
      .where("email", "=", email.toLowerCase())
      .executeTakeFirst();
    const gone = await within.db
      .deleteFrom("audit_people")
      .where((eb) =>
        eb.or([
          eb(sql`lower(value)`, "=", email.toLowerCase()),
          ...(account === undefined ? [] : [eb("operator_id", "=", account.operator_id)]),
        ]),
      )
      .executeTakeFirst();
    return Number(gone.numDeletedRows);
  });
}

/** Erases what records say of these connections' users, before the connections are deleted. */
export async function forgetUsersOf(
  { db }: Store,
  which: Partial<Record<"connection_id" | "connector_id", string>>,
): Promise<void> {
  await db
    .deleteFrom("audit_people")
    .where("operator_id", "in", (eb) =>
      eb
        .selectFrom("connections")
        .select("connection_id")
        .where((of) => of.and(which)),
    )
    .execute();
}
