/** Deleting apps and workspaces. */
import { z } from "zod";

export const deletionRequest = z
  .strictObject({ confirm: z.string().max(400).describe("The name of what is deleted.") })
  .meta({ id: "DeletionRequest", examples: [{ confirm: "Daybook" }] });
