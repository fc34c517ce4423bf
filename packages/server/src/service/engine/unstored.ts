/** Answers of providers that are not in the database yet, in files of this machine. */
import { describeThrown } from "../../lib/error.ts";
import type { Log } from "../../lib/log.ts";
import { createSealedFiles } from "../../lib/sealed-files.ts";
import { readAnswer, writeAnswer } from "../../store/connection-answers.ts";
import type { Kept } from "./kept.ts";

export interface Unstored {
  /** Lays an answer down. A folder that cannot be written is logged: the answer is in memory still. */
  put(kept: Kept): Promise<void>;
  drop(kept: Kept): Promise<void>;
  list(): Promise<Kept[]>;
}

/** `folder` null: nothing is laid down, an answer lives as long as the process. */
export function createUnstored(folder: string | null, log: Log): Unstored {
  if (folder === null) return { put: async () => {}, drop: async () => {}, list: async () => [] };
  const files = createSealedFiles(folder);
  const quietly = async (work: Promise<void>, what: string) => {
    await work.catch((thrown: unknown) => log.error({ cause: describeThrown(thrown) }, what));
  };
  return {
    put: (kept) => {
      const text = JSON.stringify({ lease: kept.lease, answer: writeAnswer(kept.answer) });
      return quietly(files.put(nameOf(kept), text), "an unstored answer cannot be laid down");
    },
    drop: (kept) => quietly(files.drop(nameOf(kept)), "an unstored answer cannot be removed"),
    list: async () => {
      const found = await files.list();
      return found.flatMap(({ name, text }) => {
        try {
          const { lease, answer } = JSON.parse(text);
          return [{ lease, answer: readAnswer(answer) }];
        } catch (thrown) {
          log.error({ name, cause: describeThrown(thrown) }, "an unstored answer is unreadable");
          return [];
        }
      });
    },
  };
}

/** One file per refresh. */
function nameOf({ answer, lease }: Kept): string {
  return `${answer.connectionId}.${answer.version}.${lease.number}`;
}
