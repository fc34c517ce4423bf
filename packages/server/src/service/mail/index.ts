/** Mail to people: written into a queue, sent from it, and what became of it. */
export type { MailContext, MailServer } from "./context.ts";
export {
  type LinkToMail,
  type MailState,
  mailInvitation,
  mailResetLink,
  mailStates,
  mailsPerDay,
  withdrawMails,
} from "./queue.ts";
export { sendDueMail, sendMailRegularly, sweepMails } from "./send.ts";
