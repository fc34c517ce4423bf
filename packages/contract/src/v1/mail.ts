/** What became of a message that the server sends somebody. */
import { z } from "zod";

export const mail = z
  .object({
    status: z
      .enum(["none", "queued", "sent", "failed"])
      .describe(
        "`none`: no message was written. `queued`: it goes within seconds, or is tried again for three days where the mail server is away. `sent`: the mail server has taken it. `failed`: it is not tried any more.",
      ),
    reason: z
      .enum(["not_configured", "too_many", "refused", "unreachable"])
      .nullable()
      .describe(
        "`not_configured`: this server sends no mail. `too_many`: the address, or the workspace, was sent as many in a day as there may be. `refused`: the mail server refuses the address or the message. `unreachable`: it did not take it in three days, or until the link ended. Null where there is nothing to say, also in a list of invitations where no message was written.",
      ),
  })
  .meta({
    id: "Mail",
    description: "What became of the message with a link.",
    examples: [{ status: "queued", reason: null }],
  });

export const queuedMail = { status: "queued", reason: null } as const;
