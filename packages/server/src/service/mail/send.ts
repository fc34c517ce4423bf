/**
 * Sends what is queued and due. Every process does it; what one takes no other gets while it may live. One that dies after the
 * server took a message and before that is noted leaves it to another, which sends it again under the same Message-ID.
 */
import { describeThrown } from "../../lib/error.ts";
import { regularly } from "../../lib/regularly.ts";
import type { Letter } from "../../lib/smtp.ts";
import {
  claimDueMails,
  endMail,
  isLinkGood,
  type Mail,
  openMessage,
  postponeMail,
  sweepMails as sweepStored,
} from "../../store/mails.ts";
import type { Store } from "../../store/store.ts";
import type { MailContext, MailServer } from "./context.ts";

const everyMs = 5_000;
/** At once, in this process. */
const concurrentMax = 4;
/** How long one that was taken up is left to who took it: longer than any try. */
const holdSeconds = 300;
const backOffMinSeconds = 30;
const backOffMaxSeconds = 3_600;
/** With the back-off more than three days would take. */
const triesMax = 100;
/** How long it stays known what became of a message: thirty days from when it was written. */
const keptSeconds = 2_592_000;

/** Looks regularly for what is due, until the returned function is called. Does nothing where no mail is configured. */
export function sendMailRegularly(context: MailContext): () => void {
  if (context.mail === null) return () => {};
  return regularly(context, { what: "send mail", everyMs }, () => sendDueMail(context));
}

/** Sends all that is due. Resolves when that is done. */
export async function sendDueMail(context: MailContext): Promise<void> {
  const { asking, closing, mail: server, store } = context;
  if (server === null) return;
  while (!closing.aborted && asking.isAllowed) {
    const due = await claimDueMails(store, { limit: concurrentMax, holdSeconds });
    const tried = await Promise.allSettled(due.map((one) => trySending(context, server, one)));
    const failed = tried.find(({ status }) => status === "rejected");
    if (failed?.status === "rejected") throw failed.reason;
    if (due.length < concurrentMax) return;
  }
}

async function trySending(context: MailContext, server: MailServer, mail: Mail): Promise<void> {
  const { closing, log, metrics, store } = context;
  const { mailId, kind } = mail;
  if (!(await isLinkGood(store, mail))) return await endMail(store, mail, "withdrawn");
  const letter = await letterOf(context, server, mail);
  const problem = letter === null ? unread : await server.smtp.send(letter, closing);
  if (problem === null) {
    await endMail(store, mail, "sent");
    metrics.mailTried("sent");
    return log.info({ mailId, kind }, "mail sent");
  }
  const { cause, isForGood, problem: reason } = problem;
  const now = store.clock.nowSeconds();
  if (isForGood) {
    await endMail(store, mail, "refused");
    metrics.mailTried("refused");
    return log.error({ mailId, kind, reason, cause }, "mail refused for good");
  }
  if (closing.aborted) return;
  if (now >= mail.expiresAt || mail.tries + 1 >= triesMax) {
    return await giveUp(context, mail, `${reason}: ${cause}`);
  }
  await postponeMail(store, mail, Math.min(now + waitSeconds(mail), mail.expiresAt));
  metrics.mailTried("failed");
  log.warn({ mailId, kind, reason, cause }, "mail not sent yet");
}

async function giveUp(
  { log, metrics, store }: MailContext,
  mail: Mail,
  cause: string,
): Promise<void> {
  await endMail(store, mail, "expired");
  metrics.mailTried("expired");
  log.error({ mailId: mail.mailId, kind: mail.kind, cause }, "mail given up");
}

/** Its key is away for now, or gone. */
const unread = { problem: "sealed", isForGood: false, cause: "it cannot be opened" } as const;

/** Null where it cannot be read now. */
async function letterOf(
  { log, store }: MailContext,
  { from }: MailServer,
  mail: Mail,
): Promise<Letter | null> {
  try {
    const message = await openMessage(store, mail);
    if (message === null) return null;
    const { message_id: messageId, ...rest } = JSON.parse(message);
    return { ...rest, messageId, from, writtenAt: mail.createdAt };
  } catch (thrown) {
    log.warn({ mailId: mail.mailId, cause: describeThrown(thrown) }, "mail does not open");
    return null;
  }
}

/** Doubles with every try, half of it chance. */
function waitSeconds({ tries }: Mail): number {
  const full = Math.min(backOffMaxSeconds, backOffMinSeconds * 2 ** Math.min(tries, 20));
  return Math.ceil(full * (0.5 + Math.random() / 2));
}

/** Ends what nobody sends any more, and forgets what is old. */
export async function sweepMails(store: Store): Promise<void> {
  const now = store.clock.nowSeconds();
  await sweepStored(store, { before: now - keptSeconds, expiredBefore: now - holdSeconds });
}
