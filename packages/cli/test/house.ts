/** The test workspace with members, a second key, apps, and the provider of its own. */
import type { Sandbox } from "@grantry/sandbox/sandbox";
import { declareHouse as declareProvider } from "@grantry/testing/house";
import { declareMembers } from "@grantry/testing/operators";
import type { BootstrapInput } from "../../server/src/service/bootstrap/bootstrap-schema.ts";

export const otherKey = `grantry_wk_${"h".repeat(40)}`;

/** Declares all of it. */
export function declareHouse(
  bootstrap: BootstrapInput,
  sandbox: Sandbox,
  apps: readonly string[],
): void {
  declareMembers(bootstrap);
  declareProvider(bootstrap, sandbox);
  const [workspace] = bootstrap.workspaces;
  workspace?.api_keys?.push({ id: "key_other", name: "other", secret: { env: otherKey } });
  workspace?.apps?.push(...apps.map((id) => ({ id, name: `App ${id}` })));
}
