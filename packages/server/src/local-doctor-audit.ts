/** What doctor says of where the audit log is sent to. */
import type { Config } from "./config.ts";
import { type SinkState, sinkStates } from "./service/trail/index.ts";
import type { Store } from "./store/store.ts";

/** Takes a finding down. */
export type Say = (about: string, verdict: "good" | "bad" | "unknown", text: string) => void;

/** Whoever sends has sent by then, unless something is wrong. */
const waitsSecondsMax = 300;

export async function examineSinks({ auditSinks }: Config, store: Store, say: Say): Promise<void> {
  for (const state of await sinkStates(store, auditSinks)) {
    const [verdict, text] = judge(state);
    say(`audit records to ${state.kind}`, verdict, text);
  }
}

function judge(state: SinkState): ["good" | "bad" | "unknown", string] {
  const { waiting, oldestSeconds, failure, isStopped, wasSent } = state;
  const many = `${waiting} ${waiting === 1 ? "waits" : "wait"}, the oldest for ${oldestSeconds} seconds`;
  const waits = waiting === 0 ? "none waits" : many;
  if (isStopped) {
    return [
      "bad",
      `it answered 410 and is sent nothing more (${waits}): start a server to try again`,
    ];
  }
  if (failure !== null) return ["bad", `the last try failed (${failure}); ${waits}`];
  if (!wasSent) return ["unknown", `nothing was sent yet; ${waits}`];
  if (oldestSeconds <= waitsSecondsMax) return ["good", waiting === 0 ? "all are sent" : waits];
  return ["bad", `nobody sends: does a server run with this setting? ${waits}`];
}
