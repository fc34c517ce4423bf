/** What operations on many connections need. */
import type { ConnectionsContext } from "../connections/index.ts";

export type OperationsContext = ConnectionsContext;
