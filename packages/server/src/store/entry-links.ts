/** Table entry_links: single-use links that make an account. */
import { hashSecret } from "../crypto/hash.ts";
import type { Secret } from "../lib/secret.ts";
import type { EntryLinkRow, Role } from "./schema-accounts.ts";
import type { Store } from "./store.ts";

export interface Invitation {
  readonly workspaceId: string;
  readonly role: Role;
  /** In lower case. */
  readonly email: string;
  readonly invitedBy: string;
}

export type EntryLink = { readonly entryLinkId: string; readonly expiresAt: number } & (
  | { readonly kind: "setup" }
  | { readonly kind: "invitation"; readonly invitation: Invitation }
);

export interface NewEntryLink {
  readonly entryLinkId: string;
  readonly token: Secret;
  /** Null for the link that makes the first account. */
  readonly invitation: Invitation | null;
  readonly expiresAt: number;
}

export async function insertEntryLink(store: Store, link: NewEntryLink): Promise<void> {
  const { invitation } = link;
  await store.db
    .insertInto("entry_links")
    .values({
      entry_link_id: link.entryLinkId,
      kind: invitation === null ? "setup" : "invitation",
      token_hash: hashSecret(link.token.reveal()),
      workspace_id: invitation?.workspaceId ?? null,
      role: invitation?.role ?? null,
      email: invitation?.email ?? null,
      invited_by: invitation?.invitedBy ?? null,
      created_at: store.clock.nowSeconds(),
      expires_at: link.expiresAt,
      used_at: null,
    })
    .execute();
}

type LinkColumns = Pick<
  EntryLinkRow,
  "entry_link_id" | "kind" | "workspace_id" | "role" | "email" | "invited_by" | "expires_at"
>;

function toEntryLink(row: LinkColumns): EntryLink {
  const common = { entryLinkId: row.entry_link_id, expiresAt: row.expires_at };
  if (row.workspace_id === null || row.role === null || row.email === null) {
    return { ...common, kind: "setup" };
  }
  const invitation = {
    workspaceId: row.workspace_id,
    role: row.role,
    email: row.email,
    invitedBy: row.invited_by ?? "",
  };
  return { ...common, kind: "invitation", invitation };
}

/** The link with this token that can still be used; or undefined. */
export async function findEntryLink(store: Store, token: Secret): Promise<EntryLink | undefined> {
  const row = await store.db
    .selectFrom("entry_links")
    .selectAll()
    .where("token_hash", "=", hashSecret(token.reveal()))
    .where("used_at", "is", null)
    .where("expires_at", ">", store.clock.nowSeconds())
    .executeTakeFirst();
  return row && toEntryLink(row);
}

/** Uses up an invitation; false where somebody was faster. */
export async function takeEntryLink(store: Store, entryLinkId: string): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable("entry_links")
    .set({ used_at: store.clock.nowSeconds() })
    .where("entry_link_id", "=", entryLinkId)
    .where("used_at", "is", null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Uses up every set-up link at once, so that there is one first account; false for who comes late. */
export async function takeSetupLinks(store: Store): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable("entry_links")
    .set({ used_at: store.clock.nowSeconds() })
    .where("kind", "=", "setup")
    .where("used_at", "is", null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

export async function deleteEntryLinksBefore(store: Store, before: number): Promise<void> {
  await store.db.deleteFrom("entry_links").where("expires_at", "<=", before).execute();
}

export interface ListedInvitation {
  readonly entryLinkId: string;
  readonly email: string;
  readonly role: Role;
  readonly expiresAt: number;
}

/** The invitations to a workspace that can still be used, by age. */
export async function listInvitations(
  store: Store,
  workspaceId: string,
): Promise<ListedInvitation[]> {
  const rows = await store.db
    .selectFrom("entry_links")
    .selectAll()
    .where("workspace_id", "=", workspaceId)
    .where("used_at", "is", null)
    .where("expires_at", ">", store.clock.nowSeconds())
    .orderBy("created_at")
    .orderBy("entry_link_id")
    .execute();
  return rows.flatMap(({ entry_link_id: entryLinkId, email, role, expires_at: expiresAt }) =>
    email === null || role === null ? [] : [{ entryLinkId, email, role, expiresAt }],
  );
}

/** Takes an invitation back; false where the workspace has none of this id. */
export async function deleteInvitation(
  store: Store,
  workspaceId: string,
  entryLinkId: string,
): Promise<boolean> {
  const { numDeletedRows } = await store.db
    .deleteFrom("entry_links")
    .where("entry_link_id", "=", entryLinkId)
    .where("workspace_id", "=", workspaceId)
    .where("used_at", "is", null)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}
