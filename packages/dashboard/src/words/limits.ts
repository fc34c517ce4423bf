/** Limits of an app, as people read them. */
import type { Schemas } from "../api/client.ts";
import { numberOf } from "./figures.ts";

type AppLimit = Schemas["AppLimit"];

const whats: Readonly<Record<string, string>> = {
  token_reads: "Reading tokens",
  connection_reads: "Reading the token of one connection",
  backend_calls: "Other calls of the backend",
  function_calls: "Calling functions",
  user_calls: "Calls of one user",
  consent_starts: "Starting to connect, one user",
  app_consent_starts: "Starting to connect, all users",
  functions_at_once: "Function calls under way at once",
};

const order = Object.keys(whats);

/** What matters to most comes first. */
export const inOrder = <Limit extends Pick<AppLimit, "policy">>(
  limits: readonly Limit[],
): Limit[] => limits.toSorted((one, other) => rankOf(one) - rankOf(other));

function rankOf({ policy }: Pick<AppLimit, "policy">): number {
  const rank = order.indexOf(policy);
  return rank === -1 ? order.length : rank;
}

/** What is limited; a server that is newer may have more. */
export const whatOf = ({ policy }: Pick<AppLimit, "policy">): string => whats[policy] ?? policy;

/** `30,000 in 10 seconds`, `1,000`, `No limit`. */
export function limitOf({ quota, seconds }: Pick<AppLimit, "quota" | "seconds">): string {
  if (quota === null) return "No limit";
  if (seconds === null) return numberOf(quota);
  const time =
    seconds === 60 ? "a minute" : seconds === 1 ? "a second" : `${numberOf(seconds)} seconds`;
  return `${numberOf(quota)} in ${time}`;
}
