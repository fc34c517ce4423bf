/** Every operation of our own API, by the headings of its document. */
import type { Route } from "../route.ts";
import { keyOperations } from "./key-operations.ts";
import { peopleOperations } from "./member-operations.ts";
import { serverOperations } from "./server-operations.ts";
import { tokenOperations } from "./token-operations.ts";
import { userOperations } from "./user-operations.ts";
import { workspaceOperations } from "./workspace-operations.ts";

export const ownRoutes: readonly Route[] = [
  ...serverOperations,
  ...tokenOperations,
  ...userOperations,
  ...workspaceOperations,
  ...peopleOperations,
  ...keyOperations,
];
