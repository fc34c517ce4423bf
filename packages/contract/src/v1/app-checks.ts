/** Whether what an app is set up with works: its users' tokens, its functions. */
import { z } from "zod";
import { idText } from "../common.ts";
import { functionName } from "../functions.ts";

export const checkUserTokenRequest = z
  .strictObject({ token: idText(16_384).meta({ writeOnly: true }) })
  .meta({ id: "CheckUserTokenRequest", examples: [{ token: "eyJ…" }] });
export const checkedUserToken = z
  .object({
    accepted: z.boolean(),
    rules: z.array(
      z.object({
        issuer: z
          .string()
          .nullable()
          .describe("Of which identity provider; null where none is meant yet."),
        rule: z.enum([
          "form",
          "issuer",
          "type",
          "algorithm",
          "signature",
          "lifetime",
          "audience",
          "party",
          "user_id",
        ]),
        ok: z.boolean(),
        detail: z.string().describe("In a sentence, which may repeat what the token holds."),
      }),
    ),
    user: z
      .object({
        user_id: z.string(),
        issuer: z.string().nullable().describe("Null where this server vouches for the user."),
        email: z.string().nullable(),
        name: z.string().nullable(),
      })
      .nullable()
      .describe("Null where it is refused."),
  })
  .meta({
    id: "CheckedUserToken",
    description: "How a user's token is judged, rule by rule. It is neither kept nor logged.",
    examples: [
      {
        accepted: false,
        rules: [
          {
            issuer: "https://id.example.com",
            rule: "audience",
            ok: false,
            detail: "The audience is “web”; this app expects “daybook”.",
          },
        ],
        user: null,
      },
    ],
  });

export const testFunctionRequest = z
  .strictObject({ name: functionName })
  .meta({ id: "TestFunctionRequest", examples: [{ name: "hello" }] });
export const testedFunction = z
  .object({
    status: z.int().nullable().describe("Of the function's answer; null where none came."),
    milliseconds: z.int(),
    error: z.object({ code: z.string(), detail: z.string() }).nullable(),
  })
  .meta({ id: "TestedFunction", examples: [{ status: 200, milliseconds: 42, error: null }] });
