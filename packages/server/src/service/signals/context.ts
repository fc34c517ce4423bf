/** What taking signals of identity providers needs. */
import type { OperationsContext } from "../operations/index.ts";

export type SignalsContext = OperationsContext;
