/** The client of the element's own: no more of one than the element uses. */
import { createCaller } from "../build-client.ts";
import type { CreateClientConfig } from "../client.ts";
import { createComplete } from "../complete.ts";
import { createConnect } from "../connect.ts";
import { createUserConnectors } from "../user-connectors.ts";
import type { ConnectionsClient } from "./keep.ts";

/** Throws an Error where an option is missing or unusable. */
export function createOwnClient(
  config: Pick<CreateClientConfig, "appId" | "serverUrl" | "token">,
): ConnectionsClient {
  const { send, asUser } = createCaller(config);
  return { connectors: createUserConnectors(send, asUser, { createConnect, createComplete }) };
}
