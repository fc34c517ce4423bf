/** What each role may do. A test compares it with the server's table. */

/** The least role that a permission needs. */
export const leastRole = {
  "apps:read": "viewer",
  "workspace:read": "viewer",
  "apps:write": "member",
  "connections:write": "member",
  "workspace:write": "admin",
  "connections:revoke": "admin",
  "audit:read": "admin",
  "workspace:own": "owner",
} as const;
export type Permission = keyof typeof leastRole;

/** From the one that may do most to the one that may do least. */
export const roles = ["owner", "admin", "member", "viewer"] as const;
export type Role = (typeof roles)[number];

/** Whether somebody of this role has a permission. */
export function may(role: Role, permission: Permission): boolean {
  return roles.indexOf(role) <= roles.indexOf(leastRole[permission]);
}

/** The same in words. */
export const roleWords: Readonly<Record<Role, string>> = {
  owner: "Changes everything, and decides who else is an owner.",
  admin: "Changes connectors, apps, people and keys, and disconnects people.",
  member: "Creates apps, connects shared accounts and refreshes connections.",
  viewer: "Sees everything but the audit log, and changes nothing.",
};
