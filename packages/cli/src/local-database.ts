/** Which database a command on the server's machine works on: said before it is opened, and not made by looking at it. */
import { statSync } from "node:fs";
import { printable, type Run } from "./command.ts";
import { CliError } from "./failure.ts";
import { asCliError, localConfig } from "./local-server.ts";
import { childEnvironment, filePath, type Outside } from "./outside.ts";

type Environment = Record<string, string | undefined>;

export interface LocalDatabase {
  /** For people: a file, or a host and a name, and never who signs in to it. */
  readonly name: string;
  /** What is lacking for a server to have run with it, and what helps; null where nothing is. */
  readonly lacks: { readonly about: "database" | "key"; readonly text: string } | null;
}

/**
 * The environment for the server's own code, once it was said which database that is. Throws database_not_found and
 * encryption_key_invalid where no server has made them there, unless the command `makes` them.
 */
export async function databaseEnvironment(
  run: Run,
  { makes }: { readonly makes: boolean } = { makes: false },
): Promise<Environment> {
  const { name, lacks } = await asCliError(findDatabase(run.outside));
  if (lacks !== null && !makes) {
    const code = lacks.about === "key" ? "encryption_key_invalid" : "database_not_found";
    throw new CliError("file", lacks.text, { code });
  }
  run.terminal.progress(`Database: ${printable(name)}`);
  return childEnvironment(run.outside);
}

/** The database that the environment names. Throws GrantryError where a server would not start with it. */
export async function findDatabase(outside: Outside): Promise<LocalDatabase> {
  const { readConfig } = await localConfig();
  const { databaseUrl, encryptionKeys, encryptionKeyFile } = readConfig(childEnvironment(outside));
  const file = /^sqlite:(?!:memory:$)(.+)$/.exec(databaseUrl)?.[1];
  const path = file === undefined ? undefined : filePath(outside, file);
  const name = path ?? serverName(databaseUrl);
  if (path !== undefined && isMissing(path)) {
    return { name, lacks: { about: "database", text: noDatabase(outside, path) } };
  }
  const keyFile = filePath(outside, encryptionKeyFile);
  if (encryptionKeys === null && isMissing(keyFile)) {
    const text = `There is no encryption key at ${keyFile}: set GRANTRY_ENCRYPTION_KEYS, or GRANTRY_ENCRYPTION_KEY_FILE, as the server has it.`;
    return { name, lacks: { about: "key", text } };
  }
  return { name, lacks: null };
}

/** Where it cannot be told, whoever opens the file says why. */
function isMissing(path: string): boolean {
  try {
    return statSync(path, { throwIfNoEntry: false }) === undefined;
  } catch {
    return false;
  }
}

function noDatabase(outside: Outside, path: string): string {
  const demo = ".grantry-demo";
  const help = isMissing(filePath(outside, `${demo}/grantry.db`))
    ? "Set GRANTRY_DATA_DIR or GRANTRY_DATABASE_URL as the server has it, or start the server first."
    : `The demo's is in ${demo}: set GRANTRY_DATA_DIR=${demo} for that one.`;
  return `There is no database at ${path}. ${help}`;
}

/** One `@` at most: where a password holds another, none of it may be taken for a host. */
const postgresUrl =
  /^postgres(?:ql)?:\/\/(?:[^@/?#]*@)?([^@/?#]*)(?:\/([^@/?#]*))?(?:\?([^@#]*))?$/;

function serverName(url: string): string {
  const [, authority, name = "", query] = postgresUrl.exec(url) ?? [];
  if (authority === undefined) return "as the environment names it";
  const host = authority || new URLSearchParams(query).get("host") || "this machine";
  return name === "" ? `PostgreSQL on ${host}` : `${name}, PostgreSQL on ${host}`;
}
