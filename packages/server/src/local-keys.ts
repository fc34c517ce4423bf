/** Encryption keys, changed by a command on the server's own machine while it serves. */
import { appendFile, readdir } from "node:fs/promises";
import { type Config, readConfig } from "./config.ts";
import { isRootKeyId, newKeyText } from "./crypto/keyring.ts";
import { readEncryptionKeys } from "./encryption-key-file.ts";
import { systemClock } from "./lib/clock.ts";
import { GrantryError } from "./lib/error.ts";
import { requireNotRetired, withStore } from "./local-store.ts";
import {
  type Progress,
  resealAll,
  retireKey,
  rotateDataKey,
  rotateRootKey,
} from "./service/keys/index.ts";
import { type DataKeyInfo, listDataKeys } from "./store/data-key-states.ts";
import {
  countWrapped,
  listRootKeys,
  proveEncryptionKeys,
  type RootKeyState,
} from "./store/encryption-keys.ts";
import { listHolders } from "./store/key-holders.ts";
import type { Store } from "./store/store.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export interface LocalKeys {
  readonly rootKeys: readonly (RootKeyState & { readonly dataKeys: number })[];
  readonly dataKeys: readonly DataKeyInfo[];
  /** How many processes serve. */
  readonly processes: number;
}

/** So many data keys are listed. */
const listedMax = 10_000;
/** So many are read at once, to go through all. */
const pageKeys = 1_000;

/** All keys; of data keys those of a workspace where one is given. Throws GrantryError as the server does at its start. */
export async function listLocalKeys(
  environment: Environment,
  workspaceId: string | null,
): Promise<LocalKeys> {
  return await withStore(
    readConfig(environment),
    false,
    async (store) => {
      const wrapped = await countWrapped(store);
      const rootKeys = (await listRootKeys(store)).map((key) => ({
        ...key,
        dataKeys: wrapped.get(key.keyId) ?? 0,
      }));
      const page = { workspaceId, after: "", limit: listedMax };
      const dataKeys = await listDataKeys(store, page);
      return { rootKeys, dataKeys, processes: (await listHolders(store)).length };
    },
    proveEncryptionKeys,
  );
}

/**
 * New data keys, of a workspace, of the server ("") or of all (null). `waiting` hears that there is one to replace.
 * Resolves with their ids. Throws encryption_key_invalid besides.
 */
export async function rotateLocalDataKeys(
  environment: Environment,
  workspaceId: string | null,
  waiting: () => void,
): Promise<string[]> {
  return await withStore(readConfig(environment), false, async (store) => {
    const made: string[] = [];
    const ids = await workspacesOf(store, workspaceId);
    waiting();
    for (const id of ids) {
      made.push(await rotateDataKey({ store, clock: systemClock }, id));
    }
    return made;
  });
}

/** Every workspace, however many there are, and the server (""). */
async function workspacesOf(store: Store, workspaceId: string | null): Promise<string[]> {
  const found: string[] = [];
  for (let after = ""; ; ) {
    const page = await listDataKeys(store, { workspaceId, after, limit: pageKeys });
    const primaries = page.filter(({ state }) => state === "primary");
    found.push(...primaries.map((key) => key.workspaceId));
    const last = page.at(-1);
    if (last === undefined || page.length < pageKeys) break;
    after = last.keyId;
  }
  if (found.length === 0) {
    throw new GrantryError("workspace_not_found", {
      detail: `There is no workspace "${workspaceId}" with a data key.`,
    });
  }
  return found;
}

/** Has a root key wrap what is new. Throws likewise. */
export async function rotateLocalRootKey(environment: Environment, keyId: string): Promise<void> {
  await withStore(readConfig(environment), false, (store) =>
    rotateRootKey({ store, clock: systemClock }, keyId),
  );
}

export interface LocalReseal {
  readonly workspaceId: string | null;
  readonly pageRows: number;
  readonly pauseMs: number;
  readonly progressed: (progress: Progress) => void;
}

/** Seals and wraps everything anew. Throws likewise. */
export async function resealLocally(
  environment: Environment,
  input: LocalReseal,
): Promise<Progress> {
  return await withStore(readConfig(environment), false, (store) =>
    resealAll({ store, clock: systemClock }, input),
  );
}

/**
 * Puts a new root key into the key file, behind the others. Throws config_invalid where the keys are in the
 * environment, and encryption_key_invalid where the id cannot be used.
 */
export async function addLocalRootKey(
  environment: Environment,
  keyId: string,
): Promise<{ readonly file: string }> {
  if (!isRootKeyId(keyId)) {
    throw new GrantryError("encryption_key_invalid", {
      detail: `A key's id is 1 to 32 letters (A to Z), digits, _ and -: nothing was added.`,
    });
  }
  const config = readConfig(environment);
  if (config.encryptionKeys !== null) {
    throw new GrantryError("config_invalid", {
      detail:
        'The keys are in GRANTRY_ENCRYPTION_KEYS: add one there, behind the others. To make one: echo "k2:$(openssl rand -base64 32)"',
    });
  }
  const file = config.encryptionKeyFile;
  const before = await readEncryptionKeys(config);
  const text = newKeyText(keyId);
  if (before.split(/[\s,]+/).some((entry) => entry.startsWith(`${keyId}:`))) {
    throw new GrantryError("encryption_key_invalid", {
      detail: `The key id "${keyId}" is used twice.`,
    });
  }
  await requireNotRetired(config, keyId);
  await appendFile(file, `${before.endsWith("\n") ? "" : "\n"}${text}\n`);
  return { file };
}

/** Takes a key away, and says of which kind it was. Throws encryption_key_invalid where something rests on it. */
export async function retireLocalKey(
  environment: Environment,
  keyId: string,
): Promise<"root_key" | "data_key"> {
  const config = readConfig(environment);
  await requireNothingUnstored(config);
  return await withStore(config, false, (store) => retireKey({ store, clock: systemClock }, keyId));
}

/** What lies in files, since the database was away, is sealed, too. */
async function requireNothingUnstored({ unstoredFolder }: Config): Promise<void> {
  const names = await readdir(unstoredFolder).catch(() => []);
  if (names.length === 0) return;
  throw new GrantryError("encryption_key_invalid", {
    detail: `Answers of providers lie in ${unstoredFolder} that are not in the database yet: start the server once, so that it stores them.`,
  });
}
