/** Encryption keys: the states that each goes through. */
import { z } from "zod";
import { instant, listOf } from "./common.ts";

export const keyState = z
  .enum(["staged", "primary", "deprecated"])
  .describe(
    "`staged`: known to the processes, not used yet. `primary`: used for what is new. `deprecated`: opens what is left of before.",
  );

export const rootKeyState = z
  .enum([...keyState.options, "retired"])
  .describe(
    `${keyState.description} \`retired\`: taken away for good; no server needs it, and its id is not used again.`,
  );

export const encryptionKey = z
  .object({
    id: z.string(),
    state: keyState,
    sealed: z
      .object({
        count: z.int().describe("How many values it seals, of those that were looked at."),
        at_least: z
          .boolean()
          .describe(
            "Whether there may be more: of each table 10,000 rows of the workspace are looked at.",
          ),
      })
      .meta({ id: "SealedCount" }),
    created_at: instant,
  })
  .meta({
    id: "EncryptionKey",
    description:
      "A data key of the workspace, which seals its tokens and secrets. Never the key itself.",
    examples: [
      {
        id: "dek_5rTq8ZkW2c",
        state: "primary",
        sealed: { count: 2_412, at_least: false },
        created_at: "2026-05-04T09:00:00Z",
      },
    ],
  });
export const encryptionKeyList = listOf(encryptionKey, "EncryptionKeyList");
