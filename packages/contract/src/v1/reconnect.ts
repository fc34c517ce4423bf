/** What operators ask of a connection: whether its grant lives, and its person to connect again. */
import { z } from "zod";
import { instant } from "./common.ts";
import { workspaceConnection } from "./connections.ts";

const [connection] = (workspaceConnection.meta()?.["examples"] ?? []) as readonly unknown[];

export const connectionCheck = z
  .object({
    verdict: z
      .enum(["accepted", "ended", "unknown"])
      .describe(
        "Whether the grant lives, by the provider: it takes it, or does not any more (`ended`, also where the token is over and nothing refreshes it). `unknown`: it has no call that would tell, did not answer, or was asked in the last ten seconds. Open: more may come.",
      ),
    connection: workspaceConnection.describe("As it is now."),
  })
  .meta({ id: "ConnectionCheck", examples: [{ verdict: "accepted", connection }] });

export const reconnectRequestBody = z
  .strictObject({
    deliver: z.enum(["link"]).default("link").describe("`link`: you send it to the person."),
  })
  .meta({ id: "CreateReconnectRequest", examples: [{ deliver: "link" }] });

export const reconnectRequest = z.object({ url: z.url(), expires_at: instant }).meta({
  id: "ReconnectRequest",
  description:
    "`url` is told this once: send it to the person. It works once, for the account that is connected now, and takes the place of a link of before.",
  examples: [
    { url: "https://connect.example.com/reconnect/…", expires_at: "2026-05-11T09:00:00Z" },
  ],
});
