/** `GET /v1/apps/{app_id}/types/{type}/refusals`: how the API of a type tells that it refuses a token. */
import { z } from "zod";

/** Part of what tells an answer of an API, without where in its body: all that is given must hold. */
export const refusalHeader = z.object({ name: z.string(), holds: z.string() });
export const refusalTexts = { equals: z.array(z.string()), starts_with: z.array(z.string()) };

const part = z.object({
  header: refusalHeader
    .optional()
    .describe("A header that is there and holds this text, whatever the case."),
  body: z
    .object({
      at: z
        .array(z.string())
        .describe("Where in the JSON, step by step; `*` is every entry of a list."),
      ...refusalTexts,
    })
    .optional()
    .describe("A text or number in the body that is, or begins with, one of these."),
});

const sign = part
  .extend({
    statuses: z.array(z.int()).describe("Of HTTP: one of these."),
    unless: z.array(part).describe("None of these may hold."),
  })
  .meta({
    id: "RefusalSign",
    description: "One kind of answer: all that is given holds, and no exception does.",
  });

export const typeRefusals = z
  .object({
    type: z.string(),
    refused_token: z.array(sign).describe("The token is over or was taken back."),
    missing_scope: z
      .array(sign)
      .describe("The token is good, and lacks a permission. Wins over `refused_token`."),
  })
  .meta({
    id: "TypeRefusals",
    description: "How the API of an integration type tells that it refuses an access token.",
    examples: [
      {
        type: "slack",
        refused_token: [
          {
            statuses: [200],
            body: { at: ["error"], equals: ["token_expired", "token_revoked"], starts_with: [] },
            unless: [],
          },
        ],
        missing_scope: [
          {
            statuses: [200],
            body: { at: ["error"], equals: ["missing_scope"], starts_with: [] },
            unless: [],
          },
        ],
      },
    ],
  });
export type TypeRefusals = z.infer<typeof typeRefusals>;
