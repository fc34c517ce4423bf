/** Encryption keys: the states that each goes through. */
import { z } from "zod";

export const keyState = z
  .enum(["staged", "primary", "deprecated"])
  .describe(
    "`staged`: known to the processes, not used yet. `primary`: used for what is new. `deprecated`: opens what is left of before.",
  );
