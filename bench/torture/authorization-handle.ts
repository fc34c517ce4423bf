/** The rig's authorization server, as seen by the run that started it. */
import { once } from "node:events";
import { join } from "node:path";
import { heard, say, startChild } from "./child.ts";
import type {
  AuthorizationServerOrder,
  AuthorizationServerStart,
  AuthorizationServerWord,
} from "./messages.ts";
import { graceSeconds } from "./world.ts";

export interface AuthorizationHandle {
  readonly origin: string;
  readonly ledgerFile: string;
  /** How many it has granted, a moment ago. */
  refreshes(): number;
  tell(order: AuthorizationServerOrder): void;
  /** The user of an account ends the grant; resolves when that is done. */
  withdraw(account: string): Promise<void>;
  /** Has it write everything down and end. */
  end(): Promise<void>;
}

/** Starts it; its ledger goes into the folder. `slowMaxMs`: the latest of its late answers. */
export async function startAuthorizationServer(options: {
  readonly seed: number;
  readonly folder: string;
  readonly slowMaxMs: number;
}): Promise<AuthorizationHandle> {
  const { seed, slowMaxMs } = options;
  const ledgerFile = join(options.folder, "ledger.ndjson");
  const start: AuthorizationServerStart = {
    kind: "start",
    seed,
    ledgerFile,
    slowMaxMs,
    graceMs: graceSeconds * 1000,
  };
  const child = startChild("authorization-server.ts", start);
  let refreshes = 0;
  let withdrawals = 0;
  child.on("message", (word: AuthorizationServerWord) => {
    if (word.kind === "refreshes") refreshes = word.count;
  });
  const { origin } = await heard<Extract<AuthorizationServerWord, { kind: "listening" }>>(
    child,
    "listening",
  );
  return {
    origin,
    ledgerFile,
    refreshes: () => refreshes,
    tell: (order) => say(child, order),
    withdraw: (account) =>
      new Promise<void>((resolve) => {
        withdrawals += 1;
        const id = withdrawals;
        const onWord = (word: AuthorizationServerWord) => {
          if (word.kind !== "withdrawn" || word.id !== id) return;
          child.off("message", onWord);
          resolve();
        };
        child.on("message", onWord);
        say(child, { kind: "withdraw", account, id });
      }),
    end: async () => {
      const ended = heard<AuthorizationServerWord>(child, "ended");
      say(child, { kind: "end" });
      await ended;
      const gone = once(child, "exit");
      child.disconnect();
      await gone;
    },
  };
}
