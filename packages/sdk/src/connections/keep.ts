/** What store and flows share. */
import type { GrantryClient } from "../client.ts";
import type { AppUserConnection, ConnectOptions } from "../connector-types.ts";
import { isGrantryError } from "../errors.ts";
import type { Failure, News, Step } from "./snapshot.ts";

/** What is needed of a client. */
export type ConnectionsClient = Pick<GrantryClient, "connectors">;

/** What a consent may be started with. */
export type StartOptions = Omit<ConnectOptions, "signal" | "onPopup">;

/** What flows do to the store. */
export interface Keep {
  step(connectorId: string, step: Step | null): void;
  replace(connection: AppUserConnection): void;
  tell(kind: News["kind"], connectorId: string, failure?: Failure): void;
  refresh(): Promise<void>;
}

/** What a rejected call says. */
export function failureOf(thrown: unknown): Failure {
  if (!isGrantryError(thrown)) {
    return { reason: "failed", code: null, cause: null, requestId: null };
  }
  const { code, reason, requestId } = thrown;
  return { reason: "failed", code, cause: reason ?? null, requestId: requestId ?? null };
}
