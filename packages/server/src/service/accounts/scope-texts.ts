/** What each permission allows, in words for the person who gives it away. */
import type { Permission } from "./permissions.ts";

export const scopeTexts = {
  "apps:read": "See your apps and their connections",
  "apps:write": "Change your apps and authorize connections",
  "workspace:read": "See workspaces, connectors and members",
  "workspace:write": "Change workspaces, connectors and members",
  "audit:read": "Read who changed what",
} as const satisfies Record<Permission, string>;
