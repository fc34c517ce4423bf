/** Table entry_links: single-use links that make an account, or set a new password. */
import type { Selectable } from "kysely";
import { hashSecret } from "../crypto/hash.ts";
import type { Secret } from "../lib/secret.ts";
import type { Store } from "./store.ts";
import type { EntryLinkRow, Role } from "./tables/accounts.ts";

export interface Invitation {
  readonly workspaceId: string;
  readonly role: Role;
  /** In lower case. */
  readonly email: string;
  readonly invitedBy: string;
}

export interface PasswordReset {
  /** Whose password. */
  readonly operatorId: string;
  /** By whose authority: of a workspace, or null for whoever runs the server. */
  readonly by: ResetAuthority | null;
  readonly endsSecondFactor: boolean;
}

export interface ResetAuthority {
  readonly workspaceId: string;
  /** Who made the link. */
  readonly operatorId: string;
  /** What the person whose password it is was in the workspace then. */
  readonly role: Role;
}

export type EntryLink = { readonly entryLinkId: string; readonly expiresAt: number } & (
  | { readonly kind: "setup" }
  | { readonly kind: "invitation"; readonly invitation: Invitation }
  | { readonly kind: "reset"; readonly reset: PasswordReset }
);

export interface NewEntryLink {
  readonly entryLinkId: string;
  readonly token: Secret;
  readonly expiresAt: number;
  /** What it is for; the first account without. */
  readonly invitation?: Invitation;
  readonly reset?: PasswordReset;
}

export async function insertEntryLink(store: Store, link: NewEntryLink): Promise<void> {
  await store.db
    .insertInto("entry_links")
    .values({
      ...purposeOf(link),
      entry_link_id: link.entryLinkId,
      token_hash: hashSecret(link.token.reveal()),
      created_at: store.clock.nowSeconds(),
      expires_at: link.expiresAt,
      used_at: null,
    })
    .execute();
}

const noPurpose = {
  kind: "setup",
  workspace_id: null,
  role: null,
  email: null,
  invited_by: null,
  operator_id: null,
  made_by: null,
  ends_second_factor: 0,
} as const;

function purposeOf({ invitation, reset }: NewEntryLink) {
  if (invitation !== undefined) {
    const { workspaceId: workspace_id, role, email, invitedBy: invited_by } = invitation;
    return { ...noPurpose, kind: "invitation", workspace_id, role, email, invited_by } as const;
  }
  if (reset === undefined) return noPurpose;
  const { operatorId, by, endsSecondFactor } = reset;
  return {
    ...noPurpose,
    kind: "reset",
    operator_id: operatorId,
    workspace_id: by?.workspaceId ?? null,
    made_by: by?.operatorId ?? null,
    role: by?.role ?? null,
    ends_second_factor: endsSecondFactor ? 1 : 0,
  } as const;
}

function toEntryLink(row: Selectable<EntryLinkRow>): EntryLink {
  const common = { entryLinkId: row.entry_link_id, expiresAt: row.expires_at };
  const { workspace_id: workspaceId, role, email, operator_id: operatorId } = row;
  if (operatorId !== null) {
    const { made_by: madeBy } = row;
    const isOfWorkspace = workspaceId !== null && madeBy !== null && role !== null;
    const by = isOfWorkspace ? { workspaceId, operatorId: madeBy, role } : null;
    const endsSecondFactor = row.ends_second_factor === 1;
    return { ...common, kind: "reset", reset: { operatorId, by, endsSecondFactor } };
  }
  if (workspaceId === null || role === null || email === null) return { ...common, kind: "setup" };
  const invitation = { workspaceId, role, email, invitedBy: row.invited_by ?? "" };
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

/** Uses up a link; false where somebody was faster. */
export async function takeEntryLink(store: Store, entryLinkId: string): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable("entry_links")
    .set({ used_at: store.clock.nowSeconds() })
    .where("entry_link_id", "=", entryLinkId)
    .where("used_at", "is", null)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n;
}

/** Gives an unused invitation another token and end; false where it was used, or taken back, meanwhile. */
export async function replaceInvitationLink(
  store: Store,
  entryLinkId: string,
  token: Secret,
  expiresAt: number,
): Promise<boolean> {
  const { numUpdatedRows } = await store.db
    .updateTable("entry_links")
    .set({ token_hash: hashSecret(token.reveal()), expires_at: expiresAt })
    .where("entry_link_id", "=", entryLinkId)
    .where("kind", "=", "invitation")
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
    .where("kind", "=", "invitation")
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
    .where("kind", "=", "invitation")
    .where("used_at", "is", null)
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}
