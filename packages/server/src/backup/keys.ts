/** Which root keys a backup needs, and which of them are configured here. Never the keys themselves. */
import { existsSync } from "node:fs";
import type { Config } from "../config.ts";
import { readEncryptionKeys } from "../encryption-key-file.ts";
import type { Manifest } from "./manifest.ts";

export interface NeededKey {
  readonly id: string;
  readonly isConfigured: boolean;
}

/** The configured keys as text; null where there are none. None is made here. */
export async function configuredKeys(config: Config): Promise<string | null> {
  if (config.encryptionKeys === null && !existsSync(config.encryptionKeyFile)) return null;
  return await readEncryptionKeys(config);
}

/** `text`: as configured. */
export function neededKeys({ keys }: Pick<Manifest, "keys">, text: string | null): NeededKey[] {
  const ids = (text ?? "").split(/[\s,]+/).map((entry) => entry.split(":", 1)[0]);
  return keys.map((id) => ({ id, isConfigured: ids.includes(id) }));
}
