/** What the parts of a bootstrap share while it is applied. */
import { GrantryError } from "../../lib/error.ts";
import type { Log } from "../../lib/log.ts";
import type { ReachOf } from "../../lib/reach.ts";
import type { Secret } from "../../lib/secret.ts";
import type { Catalogue } from "../../provider/catalogue.ts";
import { isUniqueViolation } from "../../store/database-errors.ts";
import type { Store } from "../../store/store.ts";
import type { PreparedProvider } from "../manage/index.ts";
import type { PasswordHashes } from "./apply-members.ts";
import type { BootstrapWorkspace, SecretSource } from "./bootstrap-schema.ts";

export interface ProvidersContext {
  readonly store: Store;
  /** Absent where a command only looks. */
  readonly log?: Log;
  readonly catalogue: Catalogue;
  readonly reach: ReachOf;
}

/** What is ready to be stored, by the workspace that declares it. */
export type PreparedProviders = ReadonlyMap<BootstrapWorkspace, readonly PreparedProvider[]>;

/** What became of the providers of a workspace, by id. */
export interface AppliedProviders {
  /** Left as they were, as the file does not know a secret that would go elsewhere. */
  readonly kept: ReadonlySet<string>;
  /** Secrets and tokens go elsewhere now. */
  readonly moved: ReadonlySet<string>;
}

export interface BootstrapContext extends ProvidersContext {
  /** Reads a secret from where the file says it is; throws config_invalid where it is not. */
  readonly readSecret: (source: SecretSource) => Promise<Secret>;
}

export type Secrets = ReadonlyMap<SecretSource, Secret>;
export type Applying = BootstrapContext & {
  readonly secrets: Secrets;
  readonly providers: PreparedProviders;
  readonly passwords: PasswordHashes;
};

/** A secret that the file names. */
export function secretOf({ secrets }: Applying, source: SecretSource): Secret {
  const secret = secrets.get(source);
  if (secret === undefined) throw invalid("A secret was not read.");
  return secret;
}

/** Waits for a write; says which declaration was refused where its id, name or secret is taken. */
export async function enter(kind: string, id: string, put: Promise<boolean>): Promise<void> {
  const done = await put.catch((thrown: unknown) => {
    if (!isUniqueViolation(thrown)) throw thrown;
    throw invalid(
      `The ${kind} "${id}" cannot be entered: its name, its type in the app, or its secret is already in use by another one.`,
    );
  });
  if (!done) throw invalid(`The ${kind} "${id}" already exists elsewhere: choose another id.`);
}

/** What is wrong with the file. */
export function invalid(detail: string): GrantryError {
  return new GrantryError("config_invalid", { detail });
}
