/** What each permission allows, in words for the person who gives it away. */
import type { Permission } from "./permissions.ts";
import { serverScope } from "./server/authenticate.ts";

export const scopeTexts = {
  "apps:read": "See your apps and their connections",
  "apps:write": "Change your apps and authorize connections",
  "workspace:read": "See workspaces, connectors and members",
  "workspace:write": "Change workspaces, connectors and members",
  "audit:read": "Read who changed what",
} as const satisfies Record<Permission, string>;

/** What only the server's operator can give. */
export const serverScopeTexts = {
  [serverScope]: "Run this server: create and freeze workspaces, prove email domains",
} as const;
