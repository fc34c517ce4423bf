/** The server that mail goes by, made of the configuration; and the file of authorities that is trusted for it. */
import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import type { MailConfig } from "./config-mail.ts";
import { GrantryError } from "./lib/error.ts";
import { createSmtp, type Smtp } from "./lib/smtp.ts";

/** Throws config_invalid where the file of authorities cannot be used. Nobody is called. */
export async function openMailServer({ server, authoritiesFile }: MailConfig): Promise<Smtp> {
  const authorities = authoritiesFile === null ? null : await readAuthorities(authoritiesFile);
  return createSmtp({ ...server, authorities });
}

async function readAuthorities(path: string): Promise<string> {
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw invalid(`${path}, which cannot be read`, cause);
  });
  try {
    new X509Certificate(text);
    return text;
  } catch (cause) {
    throw invalid(`${path}, which holds no PEM certificate`, cause);
  }
}

function invalid(what: string, cause: unknown): GrantryError {
  const detail = `GRANTRY_SMTP_CA_FILE names ${what}: name a file of PEM certificates that this user can read, or unset it.`;
  return new GrantryError("config_invalid", { detail, cause });
}
