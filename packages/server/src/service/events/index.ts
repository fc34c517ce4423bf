/** Events of a workspace, and those that announce an end. */

export type { ListedEvent } from "../../store/events.ts";
export { announceEndings } from "./announce-endings.ts";
export type { EventsContext } from "./context.ts";
export { listWorkspaceEvents } from "./list.ts";
