/**
 * Where PostgreSQL's programs go. Whoever lists processes reads their command line, so no secret of the database URL stands
 * there: the password goes by the environment, and what no variable of libpq takes by a service file.
 */
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { GrantryError } from "../lib/error.ts";
import { makeWorkFolderIn } from "./work-folder.ts";

export interface ProgramAddress {
  /** Without a secret. */
  readonly url: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** Parameters of libpq that are secret and have no variable. */
const inFile = ["sslpassword", "oauth_client_secret", "scram_client_key", "scram_server_key"];

interface Parts {
  readonly url: string;
  readonly password: string;
  readonly others: readonly (readonly [name: string, value: string])[];
}

/** A password in the query stands above one before the host, as in the server's own driver. */
export function partsOf(databaseUrl: string): Parts {
  const [, whole = "", query] = /^([^?]*)(?:\?(.*))?$/s.exec(databaseUrl) ?? [];
  const [, user = whole, before = "", host = ""] =
    /^(\w+:\/\/[^:@/]*):([^/]*)(@.*)$/s.exec(whole) ?? [];
  const isPassword = (part: string) => new URLSearchParams(part).has("password");
  const parts = query?.split("&") ?? [];
  const given = parts.findLast(isPassword) ?? "";
  const password = new URLSearchParams(given).get("password") || decoded(before);
  const others = parts.flatMap((part) => {
    const [, name = "", value = ""] = /^([^=]*)=(.*)$/s.exec(part) ?? [];
    return inFile.includes(decoded(name)) ? [[decoded(name), decoded(value)] as const] : [];
  });
  if (password === "" && others.length === 0) return { url: databaseUrl, password, others };
  const kept = parts.filter((part) => !isPassword(part) && !isInFile(part)).join("&");
  const address = password === "" ? whole : `${user}${host}`;
  return { url: `${address}${kept === "" ? "" : `?${kept}`}`, password, others };
}

function isInFile(part: string): boolean {
  return inFile.includes(decoded(part.split("=", 1)[0] ?? ""));
}

/** A `%` that begins no character stands for itself. */
function decoded(text: string): string {
  return text.replace(/(?:%[\da-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}

/**
 * Does it with the address of the database URL; the file, where there is one, is for its owner alone and gone afterwards.
 * Throws backup_failed where the file cannot say a value.
 */
export async function withAddress<T>(
  databaseUrl: string,
  temporary: readonly [string, ...string[]],
  work: (address: ProgramAddress) => Promise<T>,
): Promise<T> {
  const { url, password, others } = partsOf(databaseUrl);
  const environment: Record<string, string> = password === "" ? {} : { PGPASSWORD: password };
  if (others.length === 0) return await work({ url, environment });
  const lines = others.map(lineOf);
  const { path, remove } = await makeWorkFolderIn(temporary, "grantry-database-");
  try {
    const file = join(path, "service.conf");
    const flag = { mode: 0o600, flag: "wx" };
    await writeFile(file, `[grantry]\n${lines.join("")}`, flag);
    environment["PGSERVICEFILE"] = file;
    environment["PGSERVICE"] = "grantry";
    return await work({ url, environment });
  } finally {
    await remove();
  }
}

/** libpq reads lines of 1,023 bytes. */
const valueBytesMax = 900;

function lineOf([name, value]: readonly [string, string]): string {
  const isPlain = !/[\r\n\0]|\s$/.test(value);
  if (isPlain && Buffer.byteLength(value) <= valueBytesMax) return `${name}=${value}\n`;
  throw new GrantryError("backup_failed", {
    detail: `PostgreSQL's programs cannot be told ${name} of the database URL: it must have no line break, no space at its end and at most ${valueBytesMax} bytes.`,
  });
}
