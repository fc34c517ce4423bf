/** Reads the bootstrap file and the secrets it points to. */
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { GrantryError } from "./lib/error.ts";
import { Secret } from "./lib/secret.ts";
import type { Bootstrap, SecretSource } from "./service/workspace/bootstrap-schema.ts";
import { parseBootstrap } from "./service/workspace/parse-bootstrap.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/** Throws config_invalid where the file cannot be read or used. */
export async function readBootstrapFile(path: string): Promise<Bootstrap> {
  return parseBootstrap(await read(path), path);
}

/** How the secrets of a bootstrap file are read: relative file names count from its folder. */
export function secretReader(
  bootstrapFile: string,
  environment: Environment,
): (source: SecretSource) => Promise<Secret> {
  return async (source) => {
    if ("file" in source) {
      return new Secret((await read(resolve(dirname(bootstrapFile), source.file))).trim());
    }
    const value = environment[source.env];
    if (value !== undefined && value !== "") return new Secret(value);
    throw new GrantryError("config_invalid", {
      detail: `${bootstrapFile} takes a secret from the environment variable ${source.env}, which is not set.`,
    });
  };
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new GrantryError("config_invalid", { detail: `Cannot read the file ${path}.`, cause });
  }
}
