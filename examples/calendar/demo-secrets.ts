/** The secrets of the demo: made at the first start, then kept in files of the data folder. */
import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** By the names under which grantry.jsonc asks for them. */
export interface DemoSecrets extends Record<string, string> {
  /** Opens the app's tokens to its backend. */
  SERVICE_TOKEN: string;
  /** Lets an operator authorize the shared calendar. */
  WORKSPACE_KEY: string;
  /** Daybook's client secret at the sandbox provider. */
  SANDBOX_CLIENT_SECRET: string;
}

/** Reads the secrets, or makes them; files and folder are for their owner only. */
export async function readDemoSecrets(dataDir: string): Promise<DemoSecrets> {
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const secret = (name: string, prefix: string) => readOrMake(join(dataDir, name), prefix);
  return {
    SERVICE_TOKEN: await secret("demo-service-token", "grantry_st_"),
    WORKSPACE_KEY: await secret("demo-workspace-key", "grantry_wk_"),
    SANDBOX_CLIENT_SECRET: await secret("demo-client-secret", ""),
  };
}

async function readOrMake(path: string, prefix: string): Promise<string> {
  const made = prefix + randomBytes(32).toString("base64url");
  try {
    await writeFile(path, made, { mode: 0o600, flag: "wx" });
    return made;
  } catch (thrown) {
    if (thrown instanceof Error && "code" in thrown && thrown.code === "EEXIST") {
      return (await readFile(path, "utf8")).trim();
    }
    throw thrown;
  }
}
