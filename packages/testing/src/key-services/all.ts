/** Every stand-in, by the name of its service. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Config } from "@grantry/server/config";
import { Secret } from "@grantry/server/lib/secret";
import { startAwsKms } from "./aws-kms.ts";
import { startAzureKeyVault } from "./azure-key-vault.ts";
import { startGoogleKms } from "./google-kms.ts";
import type { KeyServiceDouble } from "./key-service.ts";
import { startVaultTransit } from "./vault-transit.ts";

export type KeyServiceName = keyof typeof starts;

const starts = {
  "AWS KMS": startAwsKms,
  "Google Cloud KMS": startGoogleKms,
  "Azure Key Vault": startAzureKeyVault,
  "Vault transit": startVaultTransit,
};

export const keyServiceNames = Object.keys(starts) as KeyServiceName[];

export interface RunningKeyService {
  readonly double: KeyServiceDouble;
  /** With what a server calls it that is a Vault. */
  readonly vault: Config["vault"];
  close(): Promise<void>;
}

/** Starts one, and has this process's environment lead to it until it is closed. */
export async function startKeyService(name: KeyServiceName): Promise<RunningKeyService> {
  const folder = await mkdtemp(join(tmpdir(), "grantry-key-service-"));
  const double = await starts[name](folder);
  const { environment } = double;
  const before = Object.keys(environment).map((key) => [key, process.env[key]] as const);
  Object.assign(process.env, environment);
  return {
    double,
    vault: vaultOf(environment),
    close: async () => {
      for (const [key, value] of before) {
        if (value === undefined) delete process.env[key];
        else process.env[key] = value;
      }
      await double.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** What a server's configuration makes of it. */
export function vaultOf(environment: Readonly<Record<string, string>>): Config["vault"] {
  const { VAULT_TOKEN: token, VAULT_NAMESPACE: namespace = null } = environment;
  return { tokenFile: null, token: token === undefined ? null : new Secret(token), namespace };
}
