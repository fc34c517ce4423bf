/**
 * A server on a database that was restored from a backup asks no provider until a person says that the one that the
 * backup is of is gone (`grantry take-over`). Every process finds out by itself.
 */
import type { Asking } from "../../lib/asking.ts";
import { regularly } from "../../lib/regularly.ts";
import type { Database } from "../../store/database.ts";
import { isHeldBack } from "../../store/restores.ts";
import type { UpkeepContext } from "./context.ts";

const everyMs = 2_000;

export type MutableAsking = { -readonly [Name in keyof Asking]: Asking[Name] };

/** As the database says at the start of a process. */
export async function readAsking(database: Database): Promise<MutableAsking> {
  return { isAllowed: !(await isHeldBack(database)) };
}

/**
 * Looks regularly whether providers may be asked by now, until they may or the returned function is called. Nothing is
 * restored into a database that somebody is connected to, so what is allowed once stays so.
 */
export function awaitTakeOver(
  context: Pick<UpkeepContext, "clock" | "flights" | "log" | "store">,
  asking: MutableAsking,
): () => void {
  if (asking.isAllowed) return () => {};
  const { log, store } = context;
  log.warn(
    "this database was restored from a backup: tokens that are valid are read, and no provider is asked. Once the server that the backup is of is gone for good, run: grantry take-over",
  );
  const stop = regularly(context, { what: "look for the take-over", everyMs }, async () => {
    if (asking.isAllowed || (await isHeldBack(store))) return;
    asking.isAllowed = true;
    stop();
    log.warn("taken over: providers are asked from now on");
  });
  return stop;
}
