/** What became of the message with a link, in words. */
import type { Schemas } from "../api/client.ts";

type Mail = Schemas["Mail"];

/** Whether it goes, or went. */
export function isMailed({ status }: Mail): boolean {
  return status === "queued" || status === "sent";
}

/** For who has just made the link, and sees it. */
export function mailAfterwards(mail: Mail, email: string): string {
  if (isMailed(mail)) return `It is also sent to ${email} by mail.`;
  if (mail.reason === "too_many") {
    return "It is not sent by mail: too many messages were sent today. Send it yourself.";
  }
  return "This server sends no mail: send it yourself.";
}

/** In a list of links; null where there is nothing to say. */
export function mailInList({ status, reason }: Mail): string | null {
  if (status === "queued") return "mail on its way";
  if (status === "sent") return "mail sent";
  if (status === "none") return null;
  return reason === "refused" ? "mail refused by the mail server" : "mail could not be sent";
}
