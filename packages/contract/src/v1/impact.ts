/** What a change would do to the connections that work now. */
import { z } from "zod";
import { idText, scopeList } from "../common.ts";
import { instant } from "./common.ts";

const count = z.int().min(0);
const atLeast = (of: string) =>
  z.boolean().describe(`Whether there may be more than ${of}: too many to count all of them.`);

export const impact = z
  .object({
    connections: count.describe(
      "How many work now and are touched by any of it. Of shared ones and of users' ones 10,000 each are looked at.",
    ),
    at_least: atLeast("each of the numbers here"),
    must_reconnect: count.describe(
      "How many get what the change adds only once their people connect again.",
    ),
    ended: count.describe("How many end, at once or when their access tokens do."),
    last_token_ends_at: instant
      .nullable()
      .describe("Of those that end with their tokens: when the last one does."),
    apps: z
      .array(z.object({ id: z.string(), name: z.string(), connections: count }))
      .describe("Whose they are, by name; where `at_least` is true, of those that were looked at."),
    warnings: z
      .array(
        z.object({
          code: z
            .enum([
              "scopes_added",
              "scopes_removed",
              "client_changed",
              "settings_changed",
              "deleted",
              "tokens_stop",
              "tokens_resume",
              "scopes_not_asked",
            ])
            .describe(
              "`scopes_added`, `scopes_removed`: who is connected keeps what they have until they connect again. `client_changed`: refresh tokens belong to the client of before. `settings_changed`: only new connections get them. `deleted`: they end at once, and their tokens are erased. `tokens_stop`, `tokens_resume`: connections are kept, and give no tokens any more, or again. `scopes_not_asked`: they have more than will be allowed, and keep it.",
            ),
          connections: count,
          at_least: atLeast("`connections`"),
        }),
      )
      .describe("What the change does, and to how many."),
  })
  .meta({
    id: "Impact",
    examples: [
      {
        connections: 212,
        at_least: false,
        must_reconnect: 0,
        ended: 0,
        last_token_ends_at: null,
        apps: [{ id: "app_daybook", name: "Daybook", connections: 212 }],
        warnings: [{ code: "tokens_stop", connections: 212, at_least: false }],
      },
    ],
  });

export const previewConnectorChangeRequest = z
  .strictObject({
    change: z
      .strictObject({
        client_id: idText(512).optional(),
        scopes: scopeList.nullable().optional(),
        settings: z.record(z.string().max(64), z.string().max(512)).optional(),
      })
      .optional()
      .describe("As for updateConnector; a secret is not needed."),
    delete: z.literal(true).optional(),
  })
  .check(({ value, issues }) => {
    if ((value.change === undefined) !== (value.delete === undefined)) return;
    const message = "give either change or delete";
    issues.push({ code: "custom", path: ["change"], message, input: value });
  })
  .meta({ id: "PreviewConnectorChangeRequest", examples: [{ delete: true }] });
