/** Who answers for the whole server, said on its own machine: always a way in, and none that a workspace gives. */
import { readConfig } from "./config.ts";
import { withStore } from "./local-store.ts";
import {
  appointServerOperator,
  dismissServerOperator,
  readServerOperators,
} from "./service/accounts/index.ts";

type Environment = Readonly<Record<string, string | undefined>>;

export interface LocalServerOperator {
  readonly email: string;
  readonly name: string;
  readonly addedBy: string;
  /** Epoch seconds. */
  readonly since: number;
}

/** All of them, by email address. Throws GrantryError as the server does at its start. */
export async function listLocalServerOperators(
  environment: Environment,
): Promise<LocalServerOperator[]> {
  const found = await withStore(readConfig(environment), false, readServerOperators);
  return found.map(({ email, name, addedBy, since }) => ({ email, name, addedBy, since }));
}

/** Makes the account of an email address one. Throws server_operator_refused, and as above. */
export async function addLocalServerOperator(
  environment: Environment,
  email: string,
): Promise<{ readonly email: string }> {
  const config = readConfig(environment);
  return await withStore(config, false, (store) => appointServerOperator(store, email));
}

/** Ends it, also of the last one. Throws likewise. */
export async function removeLocalServerOperator(
  environment: Environment,
  email: string,
): Promise<{ readonly email: string }> {
  const config = readConfig(environment);
  return await withStore(config, false, (store) => dismissServerOperator(store, email));
}
