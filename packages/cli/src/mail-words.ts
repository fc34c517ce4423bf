/** What is said of the message with a link. */
import type { mail } from "@grantry/contract/v1/mail";
import type { z } from "zod";
import { printable } from "./command.ts";

/** Empty where the server sends no mail: the link is to be passed on, as always. */
export function mailLines(link: {
  readonly email: string;
  /** A server of an earlier version says nothing of it. */
  readonly mail?: z.output<typeof mail> | undefined;
}): string[] {
  const { status, reason } = link.mail ?? { status: "none", reason: null };
  if (status === "queued" || status === "sent") {
    return [`It is sent to ${printable(link.email)} by mail, too.`];
  }
  if (reason === "too_many") return ["It is not mailed: too many messages were, today."];
  return [];
}
