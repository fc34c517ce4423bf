/** What a backup says of itself, in its first member. */
import { z } from "zod";
import { GrantryError } from "../lib/error.ts";
import { migrations } from "../store/migrations.ts";

/** Raised where an older version could not restore what is written. */
export const formatVersion = 1;

export const manifestName = "grantry-backup.json";
/** The database, by its engine. */
export const databaseNames = { sqlite: "database.sqlite", postgres: "database.pgdump" } as const;
/** Where answers of providers lie that were not in the database. */
export const unstoredFolder = "unstored/";
/** No manifest is longer. */
const manifestBytesMax = 16 * 1024 * 1024;

const whole = z.int().nonnegative();

const manifestSchema = z.object({
  format: z.literal(formatVersion),
  server_version: z.string(),
  engine: z.enum(["sqlite", "postgres"]),
  /** Of PostgreSQL: its major version, and the schema that the tables are in. */
  postgres: z.object({ version: whole, schema: z.string() }).nullable(),
  /** Epoch seconds. */
  made_at: whole,
  migrations: z.array(z.string()),
  /** Ids of the root keys without which what is sealed does not open. */
  keys: z.array(z.string()),
  /** How many rows each table has. */
  counts: z.record(z.string(), whole),
  /** What comes after this member, in order. */
  members: z.array(z.object({ name: z.string(), size: whole, sha256: z.string() })),
});

export type Manifest = z.infer<typeof manifestSchema>;

/** The bytes of a manifest. */
export function writeManifest(manifest: Manifest): Buffer {
  return Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
}

/** Reads the member that must come first. Throws backup_unusable for what is none, and for that of a newer version. */
export async function readManifest({
  name,
  size,
  content,
}: {
  name: string;
  size: number;
  content: AsyncIterable<Uint8Array>;
}): Promise<Manifest> {
  if (name !== manifestName || size > manifestBytesMax) throw noBackup();
  const parts: Uint8Array[] = [];
  for await (const bytes of content) parts.push(bytes);
  const value = parsed(Buffer.concat(parts).toString("utf8"));
  requireKnownFormat(value);
  const manifest = manifestSchema.safeParse(value);
  if (!manifest.success) throw noBackup();
  requireKnownMigrations(manifest.data);
  return manifest.data;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw noBackup(cause);
  }
}

const anyFormat = z.object({ format: z.int(), server_version: z.string() });

function requireKnownFormat(value: unknown): void {
  const said = anyFormat.safeParse(value);
  if (!said.success || said.data.format <= formatVersion) return;
  throw new GrantryError("backup_unusable", {
    detail: `The backup was made by Grantry ${said.data.server_version}, in a format that this version does not know: restore it with that version or a later one.`,
  });
}

function requireKnownMigrations({ migrations: applied, server_version: version }: Manifest): void {
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = applied.filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new GrantryError("backup_unusable", {
    detail: `The backup was made by Grantry ${version}, whose tables this version does not know (${unknown.slice(0, 3).join(", ")}): restore it with that version or a later one.`,
  });
}

function noBackup(cause?: unknown): GrantryError {
  return new GrantryError("backup_unusable", {
    detail: "The file is no backup of Grantry.",
    cause,
  });
}
