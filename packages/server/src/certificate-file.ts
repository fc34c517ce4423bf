/** The file of authorities that the process trusts besides: Node passes over one that it cannot use, with a warning. */
import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { Config } from "./config.ts";
import { GrantryError } from "./lib/error.ts";

/** Throws config_invalid where the file that NODE_EXTRA_CA_CERTS names cannot be read, or holds no certificate. */
export async function requireExtraAuthorities({
  extraAuthoritiesFile: path,
}: Pick<Config, "extraAuthoritiesFile">): Promise<void> {
  if (path === null) return;
  const text = await readFile(path).catch((cause: unknown) => {
    throw invalid(`${path}, which cannot be read`, cause);
  });
  try {
    new X509Certificate(text);
  } catch (cause) {
    throw invalid(`${path}, which holds no PEM certificate`, cause);
  }
}

function invalid(what: string, cause: unknown): GrantryError {
  const detail = `NODE_EXTRA_CA_CERTS names ${what}: name a file of PEM certificates that this user can read, or unset it.`;
  return new GrantryError("config_invalid", { detail, cause });
}
