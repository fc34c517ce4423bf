/**
 * Mail is written into a queue, sealed, in the transaction that makes what it tells: so a mail server that is away, or the
 * end of this process, loses none, and nobody waits for it.
 */
import { randomUUID } from "node:crypto";
import type { Secret } from "../../lib/secret.ts";
import {
  insertMail,
  listMailStatuses,
  wereAsMany,
  withdrawMails as withdrawStored,
} from "../../store/mails.ts";
import type { Store } from "../../store/store.ts";
import { getWorkspace } from "../../store/workspaces.ts";
import type { MailContext } from "./context.ts";
import { invitationTexts, passwordResetTexts, type Texts } from "./texts.ts";

/** What became of the message with a link. */
export type MailState =
  | { readonly status: "none"; readonly reason: "not_configured" | "too_many" | null }
  | { readonly status: "queued" | "sent"; readonly reason: null }
  | { readonly status: "failed"; readonly reason: "refused" | "unreachable" };

/** Three days; a link that ends earlier ends its message. */
const givenUpSeconds = 259_200;

/** So many messages are written in a day: to one address, over all workspaces, and for one workspace. */
export const mailsPerDay = { perAddress: 5, perWorkspace: 200 } as const;
const daySeconds = 86_400;

/** A link that somebody is sent. */
export interface LinkToMail {
  readonly workspaceId: string;
  readonly entryLinkId: string;
  readonly email: string;
  readonly url: Secret;
  /** When the link ends. */
  readonly expiresAt: number;
  /** Who made it, as the audit trail says it. */
  readonly madeBy: string;
}

/** Writes an invitation. Call it in the transaction that makes it. */
export async function mailInvitation(
  context: Pick<MailContext, "mail" | "publicUrl">,
  store: Store,
  link: LinkToMail & { readonly role: string },
): Promise<MailState> {
  const { publicUrl } = context;
  const { role, email, expiresAt, madeBy: invitedBy } = link;
  return await queue(context, store, { ...link, kind: "invitation" }, (workspaceName, url) =>
    invitationTexts({ workspaceName, role, invitedBy, email, url, expiresAt, publicUrl }),
  );
}

/** Writes a link for a new password. Call it in the transaction that makes it. */
export async function mailResetLink(
  context: Pick<MailContext, "mail" | "publicUrl">,
  store: Store,
  link: LinkToMail,
): Promise<MailState> {
  const { publicUrl } = context;
  const { expiresAt, madeBy } = link;
  return await queue(context, store, { ...link, kind: "password_reset" }, (workspaceName, url) =>
    passwordResetTexts({ workspaceName, madeBy, url, expiresAt, publicUrl }),
  );
}

/** Ends what waits with this link: it is good no more. */
export async function withdrawMails(
  store: Store,
  link: { readonly entryLinkId: string; readonly workspaceId: string },
): Promise<void> {
  await withdrawStored(store, link.entryLinkId, link.workspaceId);
}

/** What became of the messages with a workspace's invitations, by link. */
export async function mailStates(
  { mail, store }: Pick<MailContext, "mail" | "store">,
  workspaceId: string,
): Promise<(entryLinkId: string) => MailState> {
  const statuses = await listMailStatuses(store, workspaceId);
  return (entryLinkId) => {
    const status = statuses.get(entryLinkId);
    if (status === undefined) {
      return { status: "none", reason: mail === null ? "not_configured" : null };
    }
    if (status === "refused") return { status: "failed", reason: "refused" };
    if (status === "expired") return { status: "failed", reason: "unreachable" };
    return { status, reason: null };
  };
}

async function queue(
  { mail, publicUrl }: Pick<MailContext, "mail" | "publicUrl">,
  store: Store,
  link: LinkToMail & { readonly kind: "invitation" | "password_reset" },
  textsFor: (workspaceName: string, url: string) => Texts,
): Promise<MailState> {
  if (mail === null) return { status: "none", reason: "not_configured" };
  const { workspaceId, email: recipient, url } = link;
  const now = store.clock.nowSeconds();
  const since = now - daySeconds;
  const { perAddress, perWorkspace } = mailsPerDay;
  if (
    (await wereAsMany(store, { recipient }, { since, max: perAddress })) ||
    (await wereAsMany(store, { workspaceId }, { since, max: perWorkspace }))
  ) {
    return { status: "none", reason: "too_many" };
  }
  const workspace = await getWorkspace(store, workspaceId);
  const texts = textsFor(workspace?.name ?? workspaceId, url.reveal());
  const messageId = `<${randomUUID()}@${new URL(publicUrl).hostname.replace(/[^a-z0-9.-]/g, "")}>`;
  await insertMail(store, {
    ...link,
    recipient,
    message: JSON.stringify({ message_id: messageId, to: recipient, ...texts }),
    expiresAt: Math.min(link.expiresAt, now + givenUpSeconds),
  });
  return { status: "queued", reason: null };
}
