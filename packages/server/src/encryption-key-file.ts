/** The file that holds the encryption keys, where they are not in the environment. */
import { randomUUID } from "node:crypto";
import type { Stats } from "node:fs";
import { link, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { Config } from "./config.ts";
import { newKeyText } from "./crypto/keyring.ts";
import { GrantryError } from "./lib/error.ts";
import { fileProblem } from "./lib/file-problem.ts";

/**
 * The configured keys as text. Outside production a missing default file is made, readable by its
 * owner only. Throws encryption_key_invalid where there is none or others can read it.
 */
export async function readEncryptionKeys(config: Config): Promise<string> {
  if (config.encryptionKeys !== null) return config.encryptionKeys;
  const path = config.encryptionKeyFile;
  try {
    await requirePrivate(path);
    return await readFile(path, "utf8");
  } catch (thrown) {
    if (!isMissing(thrown)) throw asKeyFileProblem(path, thrown);
    if (config.production || config.encryptionKeyFileIsExplicit) {
      throw invalid(
        `The encryption key file ${path} does not exist: set GRANTRY_ENCRYPTION_KEY_FILE to the file that holds the key, or put it there.`,
        thrown,
      );
    }
    return await makeKeyFile(path).catch((cause: unknown) => {
      throw asKeyFileProblem(path, cause);
    });
  }
}

/** What the system refuses about the file, in words; anything else as it is. */
function asKeyFileProblem(path: string, thrown: unknown): unknown {
  const problem = fileProblem(path, thrown);
  return problem === undefined ? thrown : invalid(problem, thrown);
}

async function makeKeyFile(path: string): Promise<string> {
  const text = `${newKeyText("k1")}\n`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  // Two processes may start at once. The file gets its name when it is whole: whoever comes second
  // reads what the first has written, and a full disk leaves no half a key.
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, text, { mode: 0o600, flag: "wx" });
    await link(draft, path);
    return text;
  } catch (thrown) {
    if (!isExisting(thrown)) throw thrown;
    return await readFile(path, "utf8");
  } finally {
    await rm(draft, { force: true });
  }
}

async function requirePrivate(path: string): Promise<void> {
  const uid = process.getuid?.();
  // Windows knows no such rights.
  if (uid === undefined || isPrivate(await stat(path), uid)) return;
  throw invalid(`Others can read the encryption key file ${path}: run chmod 600 on it.`);
}

/**
 * Whether nobody but this user and the system reads a file. Where root owns it and the process is not root, its group may read it: as
 * such come the secrets of Kubernetes and the credentials of systemd.
 */
export function isPrivate({ mode, uid }: Pick<Stats, "mode" | "uid">, ownUid: number): boolean {
  const isGiven = uid === 0 && ownUid !== 0;
  return (mode & (isGiven ? 0o037 : 0o077)) === 0;
}

function isExisting(thrown: unknown): boolean {
  return thrown instanceof Error && "code" in thrown && thrown.code === "EEXIST";
}

function isMissing(thrown: unknown): boolean {
  return thrown instanceof Error && "code" in thrown && thrown.code === "ENOENT";
}

function invalid(detail: string, cause?: unknown): GrantryError {
  return new GrantryError("encryption_key_invalid", { detail, cause });
}
