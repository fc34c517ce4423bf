/** The link by which a member sets a new password. */
import { z } from "zod";
import { instant } from "./common.ts";
import { mail, queuedMail } from "./mail.ts";

export const resetLink = z
  .object({ id: z.string(), email: z.string(), url: z.url(), expires_at: instant, mail })
  .meta({
    id: "ResetLink",
    description:
      "`url` is told this once: send it to the person, unless `mail` says that it is sent.",
    examples: [
      {
        id: "lnk_3xT8",
        email: "mia@daybook.example",
        url: "https://connect.example.com/password/…",
        expires_at: "2026-05-04T10:00:00Z",
        mail: queuedMail,
      },
    ],
  });
