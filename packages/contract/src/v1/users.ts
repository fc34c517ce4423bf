/** The users of an app: who has connected something, or began to. */
import { z } from "zod";
import { idText } from "../common.ts";
import { examplesOf, instant, listOf } from "./common.ts";

export const user = z
  .object({
    id: z.string().describe("`usr_…`: random, names the user in addresses."),
    user_id: z
      .string()
      .describe("As the app's identity provider, or the app itself, names the user."),
    issuer: z.string().nullable().describe("Null where this server vouches for the user."),
    email: z.string().nullable().describe("As the user's token said last."),
    name: z.string().nullable(),
    connections: z.object({ active: z.int(), needs_reauth: z.int() }),
    created_at: instant,
  })
  .meta({
    id: "User",
    description: "A user of an app who has connected something, or began to.",
    examples: [
      {
        id: "usr_4kP0f1",
        user_id: "ada",
        issuer: null,
        email: "ada@example.com",
        name: "Ada",
        connections: { active: 1, needs_reauth: 0 },
        created_at: "2026-05-04T09:00:00Z",
      },
    ],
  });
export const userList = listOf(user, "UserList");

export const userExport = z.string().meta({
  id: "UserExport",
  description:
    "JSON lines, each with `kind`: `user` first, then every `connection` (as `getWorkspaceConnection` shows it), each followed by its `timeline` (as `listConnectionTimeline` does). Consents that began within the last day are not among them, and no credential. Open: more kinds will come.",
  examples: [
    '{"kind":"user","id":"usr_4kP0f1","user_id":"ada","issuer":null,"email":"ada@example.com","name":"Ada","connections":{"active":1,"needs_reauth":0},"created_at":"2026-05-04T09:00:00Z"}\n',
  ],
});

export const searchUsersRequest = z
  .strictObject({
    user_id: idText(512),
    issuer: idText(512)
      .nullable()
      .optional()
      .describe("Of any issuer where it is left out; null: users that this server vouches for."),
  })
  .meta({ id: "SearchUsersRequest", examples: [{ user_id: "ada" }] });

export const foundUsers = z.object({ data: z.array(user) }).meta({
  id: "FoundUsers",
  description: "One user of each issuer.",
  examples: [{ data: examplesOf(user) }],
});
