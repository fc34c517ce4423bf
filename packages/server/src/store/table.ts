/**
 * Says a table once: each column, how it stands in a row, and what it is called and holds outside of
 * store/. The row's type, the select lists and the mapping in both directions follow from it.
 */
import type { Generated, Selectable, SelectType } from "kysely";
import { parseList, parseMap, parseScopes, writeScopes } from "./json-text.ts";

/** How a column stands in the database: a test compares it with what the migrations make. */
interface Stands {
  readonly type: "text" | "int" | "bytes";
  readonly nullable: boolean;
  readonly hasDefault: boolean;
}

/**
 * `Stored`: its type in a row, as Kysely takes it. `Value`: what it is read as. `Member`: its name there,
 * undefined for the column's own in camelCase, null where only queries use it.
 */
export interface Column<Stored, Value, Member extends string | null | undefined = undefined> {
  readonly stands: Stands;
  readonly member: Member;
  /** Undefined where a value is read as it is stored. */
  readonly read: ((stored: SelectType<Stored>) => Value) | undefined;
  readonly write: ((value: Value) => SelectType<Stored>) | undefined;
  /** Only for the compiler. */
  readonly stored?: Stored;
}

function plain<Value>(type: Stands["type"], nullable: boolean): Column<Value, Value> {
  const stands = { type, nullable, hasDefault: false };
  return { stands, member: undefined, read: undefined, write: undefined };
}

export const text = plain<string>("text", false);
/** A whole number: times in epoch seconds, counts. */
export const int = plain<number>("int", false);
/** A hash, or a sealed value. */
export const bytes = plain<Uint8Array>("bytes", false);
export const optionalText = plain<string | null>("text", true);
export const optionalInt = plain<number | null>("int", true);
export const optionalBytes = plain<Uint8Array | null>("bytes", true);

/** Text that is one of a few words. */
export function word<Word extends string>(): Column<Word, Word> {
  return plain("text", false);
}

export function optionalWord<Word extends string>(): Column<Word | null, Word | null> {
  return plain("text", true);
}

/** 0 or 1, read as a boolean. */
export const flag: Column<number, boolean> = {
  ...int,
  read: (stored) => stored === 1,
  write: (value) => (value ? 1 : 0),
};

/** A column that is read as something else, and written by queries only. */
export function readAs<Stored, Value>(
  { stands }: Pick<Column<Stored, never>, "stands" | "stored">,
  read: (stored: SelectType<Stored>) => Value,
): Column<Stored, Value> {
  return { stands, member: undefined, read, write: undefined };
}

/** Text that holds something else. */
export function encoded<Value>(
  read: (stored: string) => Value,
  write: (value: Value) => string,
): Column<string, Value> {
  return { ...text, read, write };
}

export const list = encoded<readonly string[]>(parseList, JSON.stringify);
/** JSON map of strings. */
export const map = encoded<Readonly<Record<string, string>>>(parseMap, JSON.stringify);
export const scopeList = encoded<readonly string[]>(parseScopes, writeScopes);

/** Such a text where there may be nothing. */
export function optional<Value>({
  read,
  write,
}: Column<string, Value>): Column<string | null, Value | null> {
  return {
    ...optionalText,
    read: read && ((stored) => (stored === null ? null : read(stored))),
    write: write && ((value) => (value === null ? null : write(value))),
  };
}

/** The same under another name. */
export function named<Stored, Value, const Member extends string>(
  member: Member,
  column: Column<Stored, Value>,
): Column<Stored, Value, Member> {
  return { ...column, member };
}

/** The same with a default in the database: an insert may leave it out. */
export function defaulted<Stored, Value, Member extends string | null | undefined>(
  column: Column<Stored, Value, Member>,
): Column<Generated<Stored>, Value, Member> {
  const stands = { ...column.stands, hasDefault: true };
  return { ...column, stands } as unknown as Column<Generated<Stored>, Value, Member>;
}

/** Only queries and parts use it: no member of its own is read from it. */
export function inner<Stored, Value>(column: Column<Stored, Value>): Column<Stored, Value, null> {
  return { ...column, member: null };
}

/** By the name of the column. */
type Columns = Readonly<
  Record<string, { readonly stands: Stands; readonly member: string | null | undefined }>
>;

type CamelCase<Name extends string> = Name extends `${infer Head}_${infer Tail}`
  ? `${Head}${Capitalize<CamelCase<Tail>>}`
  : Name;
type StoredOf<C> = C extends Column<infer Stored, infer _V, infer _M> ? Stored : never;
type ValueOf<C> = C extends Column<infer _S, infer Value, infer _M> ? Value : never;
type MemberOf<Name, C> = C extends { readonly member: infer Member }
  ? Member extends string
    ? Member
    : Member extends null
      ? never
      : CamelCase<Name & string>
  : never;

/** A row as Kysely knows the table. */
export type RowOf<T> =
  T extends Table<infer D, infer _P> ? { [Name in keyof D]: StoredOf<D[Name]> } : never;
type Row<D> = { [Name in keyof D]: StoredOf<D[Name]> };

/** Something that is read from several columns together. */
interface Part<Name extends string, Value> {
  readonly columns: readonly Name[];
  readonly read: (row: never) => Value;
}
type Parts = Readonly<Record<string, Part<string, unknown>>>;

type Values<D> = { readonly [Name in keyof D as MemberOf<Name, D[Name]>]: ValueOf<D[Name]> };
type Composed<P> = {
  readonly [Name in keyof P]: P[Name] extends Part<infer _N, infer Value> ? Value : never;
};
type Flat<T> = { readonly [Name in keyof T]: T[Name] };
type AllMembers<D, P> = Flat<Values<D> & Composed<P>>;

/** What rows of a table, or of a part of its columns, are read as. */
export type RecordOf<T> = T extends { read(row: never): infer Read } ? Read : never;

/** The columns that a member is made of. */
type ColumnsOf<D, P, Member> = Member extends keyof P
  ? P[Member] extends Part<infer Name, infer _V>
    ? Name
    : never
  : {
      [Name in keyof D]: [MemberOf<Name, D[Name]>] extends [never]
        ? never
        : MemberOf<Name, D[Name]> extends Member
          ? Name
          : never;
    }[keyof D] &
      string;

/** Some members of a table: what to select for them, and how to read it. */
export interface Selection<Names extends string, Read, Stored> {
  /** Names of the columns, without the table's. */
  readonly columns: readonly Names[];
  /** The same with the table's name before them, for a query that joins others. */
  of<Name extends string>(table: Name): readonly `${Name}.${Names}`[];
  read(row: Stored): Read;
  /** The same of bare values, which begin with those of `columns`, in that order. */
  readValues(values: readonly unknown[]): Read;
}

export interface Table<D, P> {
  /** Its columns by name. */
  readonly columns: D;
  read(row: Selectable<Row<D>>): AllMembers<D, P>;
  /** Those members only. */
  pick<Member extends keyof AllMembers<D, P> & string>(
    ...members: readonly Member[]
  ): Selection<
    ColumnsOf<D, P, Member>,
    Flat<Pick<AllMembers<D, P>, Member>>,
    Selectable<Pick<Row<D>, ColumnsOf<D, P, Member> & keyof D>>
  >;
  /** Columns as they are stored, from members that are each one column. */
  write<Given extends Partial<Values<D>>>(
    values: Given & Readonly<Record<Exclude<keyof Given, keyof Values<D>>, never>>,
  ): Flat<{
    [Name in keyof D as MemberOf<Name, D[Name]> extends keyof Given ? Name : never]: SelectType<
      StoredOf<D[Name]>
    >;
  }>;
}

/** Declares what is read from several columns together, which are given as they are stored. */
type DeclarePart<D> = <Name extends keyof D & string, Value>(
  columns: readonly Name[],
  read: (row: Selectable<Pick<Row<D>, Name>>) => Value,
) => Part<Name, Value>;

/** `columns` by their names; `parts`, by their members, what several of them make together. */
export function defineTable<const D extends Columns, const P extends Parts = Record<never, never>>(
  columns: D,
  parts?: (part: DeclarePart<D>) => P,
): Table<D, P> {
  const declared = columns as unknown as Readonly<Record<string, Loose>>;
  const composed = parts?.((names, read) => ({ columns: names, read })) ?? {};
  const single = Object.entries(declared)
    .filter(([, { member }]) => member !== null)
    .map(([name, { member, read }]): Field => {
      return { member: member ?? camelCase(name), columns: [name], isPart: false, read };
    });
  const joint = Object.entries(composed as Parts).map(([member, part]): Field => {
    return { member, columns: part.columns, isPart: true, read: part.read as Field["read"] };
  });
  const fields = [...single, ...joint];
  const byMember = new Map(single.map((field) => [field.member, field.columns[0] ?? ""]));
  return {
    columns,
    read: selectionOf(fields).read,
    pick: (...members: readonly string[]) =>
      selectionOf(fields.filter(({ member }) => members.includes(member))),
    write: (values: Readonly<Record<string, unknown>>) => {
      const row: Record<string, unknown> = {};
      for (const [member, value] of Object.entries(values)) {
        const column = byMember.get(member) ?? "";
        const write = declared[column]?.write;
        row[column] = write === undefined || value === undefined ? value : write(value);
      }
      return row;
    },
  } as unknown as Table<D, P>;
}

interface Loose {
  readonly member: string | null | undefined;
  readonly read: ((stored: unknown) => unknown) | undefined;
  readonly write: ((value: unknown) => unknown) | undefined;
}

interface Field {
  readonly member: string;
  readonly columns: readonly string[];
  /** Whether it is read from a row of its columns, or from the value of its only one. */
  readonly isPart: boolean;
  readonly read: ((stored: unknown) => unknown) | undefined;
}

function camelCase(name: string): string {
  return name.replaceAll(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * Values that need no reading are copied in one loop, the others read in another: this runs for every
 * token, and took no longer than the mapping that was written by hand.
 */
function selectionOf(fields: readonly Field[]) {
  const columns = [...new Set(fields.flatMap((field) => field.columns))];
  const empty = Object.fromEntries(fields.map(({ member }) => [member, undefined]));
  const place = (name: string) => columns.indexOf(name);
  const copied = fields.filter(({ read }) => read === undefined);
  const copiedMembers = copied.map(({ member }) => member);
  const copiedFrom = copied.map((field) => place(field.columns[0] ?? ""));
  const others = fields.flatMap(({ member, columns: names, isPart, read }) =>
    read === undefined ? [] : [{ member, names, isPart, read, places: names.map(place) }],
  );
  const readValues = (values: readonly unknown[]) => {
    const made: Record<string, unknown> = { ...empty };
    for (let at = 0; at < copiedMembers.length; at += 1) {
      made[copiedMembers[at] as string] = values[copiedFrom[at] as number];
    }
    for (const { member, names, isPart, read, places } of others) {
      const stored = isPart ? rowOf(names, places, values) : values[places[0] as number];
      made[member] = read(stored);
    }
    return made;
  };
  const read = (row: Readonly<Record<string, unknown>>) =>
    readValues(columns.map((column) => row[column]));
  const of = (table: string) => columns.map((column) => `${table}.${column}`);
  return { columns, of, read, readValues };
}

function rowOf(names: readonly string[], places: readonly number[], values: readonly unknown[]) {
  const row: Record<string, unknown> = {};
  for (let at = 0; at < names.length; at += 1) {
    row[names[at] as string] = values[places[at] as number];
  }
  return row;
}
