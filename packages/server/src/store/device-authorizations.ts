/** Table device_authorizations: command lines that wait for their person (RFC 8628). */
import { hashSecret } from "../crypto/hash.ts";
import type { Secret } from "../lib/secret.ts";
import type { Store } from "./store.ts";
import type { RecordOf } from "./table.ts";
import { deviceAuthorizations } from "./tables/accounts.ts";

const device = deviceAuthorizations.pick(
  "deviceAuthorizationId",
  "clientId",
  "scopes",
  "status",
  "operatorId",
  "createdAt",
  "expiresAt",
  "lastPolledAt",
);
export type DeviceAuthorization = RecordOf<typeof device>;

export interface NewDeviceAuthorization {
  readonly deviceAuthorizationId: string;
  readonly deviceCode: Secret;
  /** In its normal form: capital letters, nothing between them. */
  readonly userCode: Secret;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
}

/** Throws the engine's unique violation where the user code is in use. */
export async function insertDeviceAuthorization(
  store: Store,
  input: NewDeviceAuthorization,
): Promise<void> {
  await store.db
    .insertInto("device_authorizations")
    .values({
      device_authorization_id: input.deviceAuthorizationId,
      device_code_hash: hashSecret(input.deviceCode.reveal()),
      user_code_hash: hashSecret(input.userCode.reveal()),
      client_id: input.clientId,
      scopes: JSON.stringify(input.scopes),
      status: "pending",
      session_id: null,
      operator_id: null,
      created_at: store.clock.nowSeconds(),
      expires_at: input.expiresAt,
      last_polled_at: null,
    })
    .execute();
}

/**
 * Binds a pending authorization to the session that knows its user code. Undefined where there is
 * none, it is over, or another session was first.
 */
export async function claimByUserCode(
  store: Store,
  userCode: Secret,
  sessionId: string,
): Promise<DeviceAuthorization | undefined> {
  const row = await store.db
    .updateTable("device_authorizations")
    .set({ session_id: sessionId })
    .where("user_code_hash", "=", hashSecret(userCode.reveal()))
    .where("status", "=", "pending")
    .where("expires_at", ">", store.clock.nowSeconds())
    .where((eb) => eb.or([eb("session_id", "is", null), eb("session_id", "=", sessionId)]))
    .returningAll()
    .executeTakeFirst();
  return row && device.read(row);
}

export interface DeviceDecision {
  readonly userCode: Secret;
  readonly sessionId: string;
  readonly operatorId: string;
  readonly status: "approved" | "denied";
}

/** Decides, once, in the session that claimed it; undefined for everybody else. */
export async function decideDeviceAuthorization(
  store: Store,
  decision: DeviceDecision,
): Promise<DeviceAuthorization | undefined> {
  const row = await store.db
    .updateTable("device_authorizations")
    .set({ status: decision.status, operator_id: decision.operatorId })
    .where("user_code_hash", "=", hashSecret(decision.userCode.reveal()))
    .where("session_id", "=", decision.sessionId)
    .where("status", "=", "pending")
    .where("expires_at", ">", store.clock.nowSeconds())
    .returningAll()
    .executeTakeFirst();
  return row && device.read(row);
}

/** The authorization with this device code, also one that is over; or undefined. */
export async function findByDeviceCode(
  store: Store,
  deviceCode: Secret,
): Promise<DeviceAuthorization | undefined> {
  const row = await store.db
    .selectFrom("device_authorizations")
    .selectAll()
    .where("device_code_hash", "=", hashSecret(deviceCode.reveal()))
    .executeTakeFirst();
  return row && device.read(row);
}

export async function notePoll(store: Store, deviceAuthorizationId: string): Promise<void> {
  await store.db
    .updateTable("device_authorizations")
    .set({ last_polled_at: store.clock.nowSeconds() })
    .where("device_authorization_id", "=", deviceAuthorizationId)
    .execute();
}

/** Removes an authorization that was decided; false where somebody else did. */
export async function takeDeviceAuthorization(
  store: Store,
  deviceAuthorizationId: string,
): Promise<boolean> {
  const { numDeletedRows } = await store.db
    .deleteFrom("device_authorizations")
    .where("device_authorization_id", "=", deviceAuthorizationId)
    .where("status", "<>", "pending")
    .executeTakeFirstOrThrow();
  return numDeletedRows === 1n;
}

/** Removes those that a person has approved and no command line has taken yet. */
export async function deleteDeviceAuthorizationsOf(
  store: Store,
  operatorId: string,
): Promise<void> {
  await store.db
    .deleteFrom("device_authorizations")
    .where("operator_id", "=", operatorId)
    .execute();
}

export async function deleteDeviceAuthorizationsBefore(
  store: Store,
  expiredBefore: number,
): Promise<void> {
  await store.db
    .deleteFrom("device_authorizations")
    .where("expires_at", "<=", expiredBefore)
    .execute();
}
