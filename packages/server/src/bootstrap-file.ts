/** Reads the bootstrap file and the secrets it points to. */
import { readFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { GrantryError } from "./lib/error.ts";
import { Secret } from "./lib/secret.ts";
import { nameOf } from "./lib/value-name.ts";
import type { Bootstrap, Locate, SecretSource } from "./service/bootstrap/index.ts";
import { parseBootstrap, parseCommentedJson } from "./service/bootstrap/index.ts";

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads the file, and the files of custom providers that it names. Throws config_invalid where one
 * cannot be read or used.
 */
export async function readBootstrapFile(path: string): Promise<Bootstrap> {
  const bootstrap = parseBootstrap(await read(path), path);
  const files = new Map<string, Locate>();
  for (const [at, workspace] of bootstrap.workspaces.entries()) {
    for (const [index, { file, ...others }] of workspace.providers.entries()) {
      // Anything but a file and nothing else is judged with the other declarations.
      if (typeof file !== "string" || Object.keys(others).length > 0) continue;
      const { value, locate } = await readProviderFile(resolve(dirname(path), file));
      workspace.providers[index] = value;
      files.set(`${at}/${index}`, locate);
    }
  }
  const inBootstrap = bootstrap.locate ?? nameOf;
  return {
    ...bootstrap,
    locate: (place) => {
      const [, at, section, index, ...rest] = place;
      const file =
        section === "providers" ? files.get(`${String(at)}/${String(index)}`) : undefined;
      return file === undefined ? inBootstrap(place) : file(rest);
    },
  };
}

async function readProviderFile(path: string) {
  const { value, locate } = parseCommentedJson(await read(path), path);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return { value: value as Record<string, unknown>, locate };
  }
  throw new GrantryError("config_invalid", { detail: `${locate([])}: must be an object.` });
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
