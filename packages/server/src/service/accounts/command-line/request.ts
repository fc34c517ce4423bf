/** A command line asks for a device authorization (RFC 8628 sections 3.1 and 3.2). */
import { newHandle, newUnguessable } from "../../../lib/id.ts";
import { Secret } from "../../../lib/secret.ts";
import { isUniqueViolation } from "../../../store/database-errors.ts";
import { insertDeviceAuthorization } from "../../../store/device-authorizations.ts";
import { addressLimits, countOrRefuse } from "../../limits/index.ts";
import type { AccountsContext } from "../context.ts";
import { clientName, parseScopes } from "./clients.ts";
import { newUserCode, shownUserCode } from "./user-code.ts";

/** Seconds in which the person must decide. */
const lifetimeSeconds = 900;
/** Seconds between two polls. */
export const pollSeconds = 5;
const requestsMax = 60;
const triesMax = 5;

export interface DeviceRequest {
  readonly clientId: string;
  /** Space-separated. */
  readonly scope: string | undefined;
  readonly address: string;
}

export interface DeviceAnswer {
  readonly deviceCode: string;
  readonly userCode: string;
  readonly verificationUri: string;
  readonly expiresIn: number;
  readonly interval: number;
}

/** Throws invalid_client and invalid_scope as OAuthRefusal, and too_many_attempts. */
export async function requestDeviceAuthorization(
  context: AccountsContext,
  { clientId, scope, address }: DeviceRequest,
): Promise<DeviceAnswer> {
  clientName(clientId);
  const scopes = parseScopes(scope);
  await countOrRefuse(context, addressLimits("device request", address, requestsMax));
  const deviceCode = newUnguessable();
  const userCode = await insertWithNewCode(context, (code) => ({
    deviceAuthorizationId: newHandle("deviceAuthorization"),
    deviceCode: new Secret(deviceCode),
    userCode: code,
    clientId,
    scopes,
    expiresAt: context.clock.nowSeconds() + lifetimeSeconds,
  }));
  return {
    deviceCode,
    userCode: shownUserCode(userCode),
    verificationUri: `${context.publicUrl}/device`,
    expiresIn: lifetimeSeconds,
    interval: pollSeconds,
  };
}

/** Two codes under way are rarely the same; then another one is drawn. */
async function insertWithNewCode(
  { store }: AccountsContext,
  build: (code: Secret) => Parameters<typeof insertDeviceAuthorization>[1],
): Promise<Secret> {
  for (let tries = 1; ; tries += 1) {
    const code = newUserCode();
    try {
      await insertDeviceAuthorization(store, build(code));
      return code;
    } catch (thrown) {
      if (tries >= triesMax || !isUniqueViolation(thrown)) throw thrown;
    }
  }
}
