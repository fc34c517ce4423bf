/** The token with which a Vault is called. */
import { readFile } from "node:fs/promises";
import { Secret } from "../lib/secret.ts";
import { KeyServiceFailure } from "./failure.ts";
import type { VaultAccess } from "./vault.ts";

export interface VaultSettings {
  /** File that holds it, which an agent beside the server may write anew at any time. */
  readonly tokenFile: string | null;
  readonly token: Secret | null;
  readonly namespace: string | null;
}

/** The file counts before the token, and is read at every use. */
export function vaultAccess({ tokenFile, token, namespace }: VaultSettings): VaultAccess {
  return {
    namespace,
    token: async () => {
      const found = tokenFile === null ? token : await readToken(tokenFile);
      if (found !== null) return found;
      throw refused(
        "There is no token for the Vault: set GRANTRY_VAULT_TOKEN_FILE, BAO_TOKEN or VAULT_TOKEN.",
      );
    },
  };
}

async function readToken(path: string): Promise<Secret> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw refused(`The file ${path} with the Vault's token cannot be read.`, cause);
  });
  if (!/^[\x21-\x7e]{1,4096}$/.test(text.trim())) {
    throw refused(`The file ${path} holds no token for the Vault.`);
  }
  return new Secret(text.trim());
}

function refused(message: string, cause?: unknown): KeyServiceFailure {
  return new KeyServiceFailure("refused", message, { cause });
}
