/** What the pages let people of each role do is what the server lets them do. */
import { leastRole, may, roles } from "@grantry/dashboard/roles";
import {
  isAtLeast,
  type Permission,
  permissionNames,
  permissions,
} from "@grantry/server/service/accounts/permissions";
import { roles as serverRoles } from "@grantry/server/store/schema-accounts";
import { expect, test } from "vitest";

test("roles and permissions are the server's", () => {
  expect(leastRole).toEqual(permissions);
  expect(roles).toEqual(serverRoles);
  for (const role of roles) {
    for (const permission of permissionNames as readonly Permission[]) {
      expect(may(role, permission)).toBe(isAtLeast(role, permissions[permission]));
    }
  }
});
