/** What each permission allows, in words for the person who gives it away. */
import type { Permission } from "./permissions.ts";
import { serverScope } from "./server/authenticate.ts";

export const scopeTexts = {
  "apps:read": "See your apps and their connections",
  "workspace:read": "See workspaces, connectors and members",
  "apps:write": "Change your apps and authorize connections",
  "connections:write": "Refresh connections, and ask people to reconnect",
  "workspace:write": "Change workspaces, connectors and members",
  "connections:revoke": "End people’s connections",
  "audit:read": "Read who changed what",
  "workspace:own": "Own workspaces: what they are for, and how their people sign in",
} as const satisfies Record<Permission, string>;

/** What only the server's operator can give. */
export const serverScopeTexts = {
  [serverScope]: "Run this server: create and freeze workspaces, prove email domains",
} as const;
