/** Calls of an app's functions on `/v1`. */
import { z } from "zod";
import { idText } from "../common.ts";
import { functionName, functionPath } from "../functions.ts";

const appId = idText(128);

/** `/v1/apps/{app_id}/functions/{name}` */
export const functionAddress = z
  .strictObject({ app_id: appId, name: functionName.describe("The name of the function.") })
  .transform(({ app_id, name }) => ({ appId: app_id, name }));

/** Deeper paths below a function. */
export const functionPathAddress = z
  .strictObject({ app_id: appId, "*": functionPath })
  .transform(({ app_id, "*": path }) => ({ appId: app_id, path }));

/** Whatever the function takes. */
export const functionInput = z.unknown().meta({
  description: "Passed on as it is, while it comes: JSON, a form, a file.",
  examples: [{ month: "2026-05" }],
});

/** Whatever it answers. */
export const functionAnswer = z.unknown().meta({
  id: "FunctionAnswer",
  description:
    "Status and body of the function, passed on while they come. A refusal of this server has the header `Grantry-Error`, which no function's answer has.",
  examples: [{ events: 12 }],
});
