/** What events need. */
import type { EngineContext } from "../engine/index.ts";

export type EventsContext = EngineContext;
