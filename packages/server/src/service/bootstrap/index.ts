/** Workspaces as a file declares them. */
export { applyBootstrap } from "./apply-bootstrap.ts";
export { logChanges } from "./bootstrap-changes.ts";
export type { Bootstrap, Locate, SecretSource } from "./bootstrap-schema.ts";
export { parseBootstrap, parseCommentedJson } from "./parse-bootstrap.ts";
export { applyPlanned, type BootstrapChange, planBootstrap } from "./plan-bootstrap.ts";
