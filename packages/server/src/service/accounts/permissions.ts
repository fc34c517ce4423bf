/** What an operator may do: a permission is the name of a scope, and needs a role. */
import { GrantryError } from "../../lib/error.ts";
import { type Role, roles } from "../../store/schema-accounts.ts";

/** The least role that each permission needs. A key or a command line must have the scope besides. */
export const permissions = {
  /** See apps, their users and connections, and what happened to them. */
  "apps:read": "viewer",
  /** See connectors and members of the workspace. */
  "workspace:read": "viewer",
  /** Create apps, authorize and end shared connections. */
  "apps:write": "member",
  /** Refresh and check connections, and ask people to reconnect. */
  "connections:write": "member",
  /** Register clients, change apps, members and keys. */
  "workspace:write": "admin",
  /** End people's connections. */
  "connections:revoke": "admin",
  /** Read who changed what. */
  "audit:read": "admin",
  /** Rename the workspace, say what it is for, and how its people sign in. */
  "workspace:own": "owner",
} as const satisfies Record<string, Role>;
export type Permission = keyof typeof permissions;

/** Whether it lets somebody change what a frozen workspace holds. To end connections of it is no use of them. */
export function isToChange(permission: Permission): boolean {
  return !permission.endsWith(":read") && permission !== "connections:revoke";
}

export const permissionNames = Object.keys(permissions) as readonly Permission[];

/** Whether a role is at least another one. */
export function isAtLeast(role: Role, needed: Role): boolean {
  return roles.indexOf(role) <= roles.indexOf(needed);
}

/** Throws forbidden, naming the role or the scope that is needed. */
export function requirePermission(
  role: Role,
  scopes: ReadonlySet<string> | null,
  permission: Permission,
): void {
  requireRole(role, permissions[permission]);
  if (scopes === null || scopes.has(permission)) return;
  throw new GrantryError("forbidden", {
    detail: `This needs the scope ${permission}, which this key or sign-in was not given.`,
  });
}

/** Throws forbidden, naming the role that is needed. */
export function requireRole(role: Role, needed: Role): void {
  if (isAtLeast(role, needed)) return;
  throw new GrantryError("forbidden", {
    detail: `This needs the role ${needed} in the workspace; yours is ${role}.`,
  });
}
