/** Whose a connection is, and how the tables that have an owner hold it. */

export type OwnerKind = "app" | "user";

/**
 * Who gives a user the id: an identity provider, by its issuer and the claim that it is read from. The
 * same id of two issuers, or out of two claims, is two users (OpenID Connect Core section 5.7).
 */
export interface UserIssuer {
  readonly issuer: string;
  readonly userIdClaim: string;
}

/** One user of an app. `issuer` is null in an app that has no identity provider. */
export interface AppUserId {
  readonly issuer: UserIssuer | null;
  readonly userId: string;
}

/** Whose connection it is: the whole app's, or one user's. */
export type Owner = { readonly kind: "app" } | (AppUserId & { readonly kind: "user" });

/**
 * As it stands in a row. `unassigned`: from before issuers were kept, in an app with several identity
 * providers: nobody's until an operator says whose.
 */
export type StoredOwner = Owner | { readonly kind: "unassigned"; readonly userId: string };

export interface OwnerColumns {
  readonly owner_kind: OwnerKind;
  readonly user_id: string;
  readonly user_issuer: string;
  readonly user_id_claim: string;
}

/** The columns that name an owner: to be written, and to be compared. */
export function ownerColumns(owner: Owner): OwnerColumns {
  if (owner.kind === "app") return { owner_kind: "app", user_id: "", ...issuerColumns(null) };
  return { owner_kind: "user", user_id: owner.userId, ...issuerColumns(owner.issuer) };
}

/** The columns that say whose user ids are meant; both empty where they are the app's own. */
export function issuerColumns(
  issuer: UserIssuer | null,
): Pick<OwnerColumns, "user_issuer" | "user_id_claim"> {
  if (issuer === null) return { user_issuer: "", user_id_claim: "" };
  return { user_issuer: issuer.issuer, user_id_claim: issuer.userIdClaim };
}

/** The owner of a row. No issuer at all (SQL's NULL, which equals nothing) is nobody's yet. */
export function toOwner(row: Omit<OwnerColumns, "user_issuer"> & { user_issuer: string }): Owner;
export function toOwner(
  row: Omit<OwnerColumns, "user_issuer"> & { user_issuer: string | null },
): StoredOwner;
export function toOwner(
  row: Omit<OwnerColumns, "user_issuer"> & { user_issuer: string | null },
): StoredOwner {
  const { user_id: userId, user_issuer: issuer, user_id_claim: userIdClaim } = row;
  if (row.owner_kind === "app") return { kind: "app" };
  if (issuer === null) return { kind: "unassigned", userId };
  return { kind: "user", issuer: issuer === "" ? null : { issuer, userIdClaim }, userId };
}

/** What a sealed value is bound to that belongs to an owner: changed in the row, it does not open. */
export function sealedOwner(appId: string | null, owner: StoredOwner): readonly (string | null)[] {
  if (owner.kind === "app") return ["app", appId];
  if (owner.kind === "unassigned") return ["user", appId, null, "", owner.userId];
  const { user_issuer, user_id_claim } = issuerColumns(owner.issuer);
  return ["user", appId, user_issuer, user_id_claim, owner.userId];
}

/** Whether both are the same issuer, or both none. */
export function sameIssuer(one: UserIssuer | null, other: UserIssuer | null): boolean {
  return one?.issuer === other?.issuer && one?.userIdClaim === other?.userIdClaim;
}

/** Whether both are the same user of an app. */
export function sameUser(one: AppUserId, other: AppUserId): boolean {
  return one.userId === other.userId && sameIssuer(one.issuer, other.issuer);
}

/** Whether both are the whole app, or the same user of it. */
export function sameOwner(one: Owner, other: Owner): boolean {
  if (one.kind === "app" || other.kind === "app") return one.kind === other.kind;
  return sameUser(one, other);
}
