/** Encryption keys: changed, and what was sealed with others sealed anew, while any number of processes serve. */
export type { KeyStep, KeysContext, Progress } from "./context.ts";
export { resealAll } from "./reseal.ts";
export { retireKey } from "./retire.ts";
export { rotateDataKey, rotateRootKey } from "./rotate.ts";
export {
  countSealedValues,
  listWorkspaceDataKeys,
  requireRoomForKey,
  resealOf,
  stageForAll,
  useStaged,
  type WorkspaceDataKey,
} from "./workspace-keys.ts";
