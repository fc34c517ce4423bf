/** The server as a process of its own on a world's database: one that a test can kill. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { reservePort } from "./free-port.ts";
import { fromSource } from "./from-source.ts";
import { forBothWorkspaces, preparedStatements, type World } from "./harness.ts";

const main = fileURLToPath(new URL("../../server/src/main.ts", import.meta.url));

export interface ServerProcess {
  readonly child: ChildProcess;
  readonly url: string;
}

/** Resolves once it listens. Its clock is the machine's. `more`: settings besides. */
export async function startServerProcess(
  { databaseUrl, encryptionKeys, sandbox, url: publicUrl }: World,
  more: Readonly<Record<string, string>> = {},
): Promise<ServerProcess> {
  const port = await reservePort();
  const child = spawn(process.execPath, [...fromSource, main], {
    stdio: ["ignore", "pipe", "inherit"],
    env: {
      GRANTRY_PORT: String(port),
      GRANTRY_PUBLIC_URL: publicUrl,
      GRANTRY_DATABASE_URL: databaseUrl,
      GRANTRY_DATABASE_PREPARED_STATEMENTS: preparedStatements,
      GRANTRY_ENCRYPTION_KEYS: encryptionKeys,
      GRANTRY_ALLOWED_PRIVATE_ORIGINS: forBothWorkspaces(sandbox.origin),
      ...more,
    },
  });
  let output = "";
  while (!output.includes("listening")) output += (await once(child.stdout, "data")).join("");
  child.stdout.resume();
  return { child, url: `http://127.0.0.1:${port}` };
}
