/** One refresh, as its steps hand it on. */
import type { ProviderClient } from "../../provider/provider-client.ts";

import type { Lease } from "../../store/connection-leases.ts";
import type { Connection } from "../../store/connections.ts";
import type { ConnectorWithClient } from "../../store/connectors.ts";

import type { Trigger } from "./demand.ts";

export interface Refresh {
  readonly connection: Connection;
  readonly registered: ConnectorWithClient;
  readonly client: ProviderClient;
  readonly lease: Lease;
  readonly trigger: Trigger;
}
