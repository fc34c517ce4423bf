/** Who is signed in where: one file, readable by its owner only, one entry per server. */
import { stat } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { parseCommented } from "./commented-json.ts";
import { fileProblem } from "./failure.ts";
import { readOptional, writeWhole } from "./files.ts";
import { environmentValue, type Outside } from "./outside.ts";

const loginSchema = z.strictObject({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1),
  /** Epoch seconds. */
  expires_at: z.number().int(),
  email: z.string(),
  name: z.string(),
});
export type Login = z.output<typeof loginSchema>;

const fileSchema = z.strictObject({ logins: z.record(z.string(), loginSchema) });

function loginFile(outside: Outside): string {
  const base = environmentValue(outside, "XDG_CONFIG_HOME") ?? join(outside.homeFolder, ".config");
  return join(base, "grantry", "logins.json");
}

/** Throws where others can read the file, or it is not what this program wrote. */
export async function readLogins(outside: Outside): Promise<Readonly<Record<string, Login>>> {
  const file = loginFile(outside);
  const text = await readOptional(file);
  if (text === undefined) return {};
  const { mode } = await stat(file);
  if (process.platform !== "win32" && (mode & 0o077) !== 0) {
    throw fileProblem(`Others can read ${file}: run chmod 600 on it.`);
  }
  try {
    return parseCommented(text, file, fileSchema).value.logins;
  } catch (cause) {
    const message = `${file} is not a login file: delete it and run grantry login.`;
    throw fileProblem(message, cause);
  }
}

/** Keeps a login of a server, or forgets it (null). */
export async function keepLogin(
  outside: Outside,
  server: string,
  login: Login | null,
): Promise<void> {
  const { [server]: _before, ...others } = await readLogins(outside);
  const logins = login === null ? others : { ...others, [server]: login };
  await writeWhole(loginFile(outside), `${JSON.stringify({ logins }, null, 2)}\n`, 0o600);
}
