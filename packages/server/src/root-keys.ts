/** The keyring of a server and of commands beside it, with root keys that key services hold. */
import type { Config } from "./config.ts";
import { createKeyring, type Keyring } from "./crypto/keyring.ts";
import type { RootKey } from "./crypto/root-key.ts";
import {
  createKeyServices,
  KeyServiceFailure,
  type KeyServicesInput,
  mayPass,
  serviceKeyEntries,
  vaultAccess,
} from "./key-service/index.ts";
import type { Clock } from "./lib/clock.ts";
import { GrantryError } from "./lib/error.ts";

export interface OpenKeyring {
  readonly keyring: Keyring;
  /** Those of its root keys that key services hold. */
  readonly inServices: readonly RootKey[];
  close(): Promise<void>;
}

export interface KeyringInput extends Omit<KeyServicesInput, "vault"> {
  readonly vault?: Config["vault"] | undefined;
}

const noVault: Config["vault"] = { tokenFile: null, token: null, namespace: null };

/**
 * The keyring of a list of keys; calls nobody. Throws encryption_key_invalid where a key is not right, or a package is
 * missing that one needs.
 */
export async function openKeyring(
  encryptionKeys: string,
  { vault = noVault, ...input }: KeyringInput,
): Promise<OpenKeyring> {
  const services = createKeyServices({ ...input, vault: vaultAccess(vault) });
  try {
    const byId = new Map<string, RootKey>();
    for (const entry of serviceKeyEntries(encryptionKeys)) {
      byId.set(entry.id, await services.rootKey(entry));
    }
    const keyring = createKeyring(encryptionKeys, byId);
    return { keyring, inServices: [...byId.values()], close: services.close };
  } catch (thrown) {
    await services.close();
    throw thrown;
  }
}

/** A key service may be a few moments behind the server that starts with it. */
const startPatienceMs = 30_000;
const startPauseMs = 1_000;

/** Does `work`, and again for up to half a minute where a key service is away or busy. */
export async function onceKeyServicesAnswer<T>(clock: Clock, work: () => Promise<T>): Promise<T> {
  const lastMs = clock.steadyMs() + startPatienceMs;
  for (;;) {
    try {
      return await work();
    } catch (thrown) {
      const passes = mayPass(serviceFailure(thrown));
      if (!passes || clock.steadyMs() + startPauseMs > lastMs) throw thrown;
      await clock.sleep(startPauseMs);
    }
  }
}

const remedies = {
  away: "See that the key service can be reached from here, and start again.",
  busy: "The key service asks for patience: start again later, or raise its limits.",
  refused: "See to the state of the key and to what these credentials may do with it.",
} as const;

/**
 * What whoever starts a server or runs a command beside it is told of a key service that gives no key: which key, why,
 * and what to do. Callers of a server hear none of that. Anything else stays as it is.
 */
export function forOperator(thrown: unknown): unknown {
  const failure = serviceFailure(thrown);
  if (!(thrown instanceof GrantryError) || failure === null) return thrown;
  if (failure.kind === "not_its_own") return thrown;
  const { code, internal } = thrown;
  const what = internal ?? failure.message;
  const detail = `The ${what.replace(/\.$/, "")}. ${remedies[failure.kind]}`;
  return new GrantryError(code, { detail, cause: thrown });
}

const depthMax = 5;

function serviceFailure(thrown: unknown): KeyServiceFailure | null {
  let one = thrown;
  for (let depth = 0; depth < depthMax && one instanceof Error; depth += 1) {
    if (one instanceof KeyServiceFailure) return one;
    one = one.cause;
  }
  return null;
}
