/** A server of ours in this process, to attack where no other is given; whole, or with defences taken out. */
import { createJar, type Jar } from "@grantry/testing/browser";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { declareMembers, password } from "@grantry/testing/operators";
import { type DefenceName, without } from "@grantry/testing/weakened";
import type { Adapter, Connector } from "./adapter.ts";
import { openGrantry } from "./grantry-adapter.ts";
import type { Stage } from "./scene.ts";

/** Starts one on a database of its own; closing the adapter ends it. */
export async function openLocal(
  stage: Stage,
  names: readonly DefenceName[] = [],
): Promise<Adapter> {
  const world = await startWorld({
    allowedPrivateOrigins: [stage.providers.origin],
    declare: declareMembers,
    ...(names.length === 0 ? {} : { weakened: without(names) }),
  });
  const adapter = await openGrantry({
    url: world.url,
    appOrigin: stage.app.origin,
    tenants: {
      honest: { workspaceId: ids.workspace, key: secrets.workspaceKey },
      hostile: { workspaceId: ids.foreignWorkspace, key: secrets.foreignWorkspaceKey },
    },
    more: {
      operator: {
        email: "owner@example.com",
        password,
        signIn: (jar, given) => signIn(world, jar, given),
      },
      withSharedRedirectUri: (connectors, work) => withSharedRedirectUri(world, connectors, work),
    },
  });
  return { ...adapter, close: () => world.close() };
}

async function signIn({ url }: World, jar: Jar = createJar(), given: string): Promise<number> {
  const form = { email: "owner@example.com", password: given };
  const page = await jar.post(`${url}/sign-in`, form, { "sec-fetch-site": "same-origin" });
  return page.status;
}

/** Only a database of before has several clients on the common path. */
async function withSharedRedirectUri(
  { app, url }: World,
  connectors: readonly Connector[],
  work: (redirectUri: string) => Promise<string | null>,
): Promise<string | null> {
  const { db } = app.context.store;
  const ids = connectors.map(({ id }) => id);
  const named = db
    .selectFrom("connectors")
    .select("oauth_client_id")
    .where("connector_id", "in", ids);
  const putOn = (redirect_path: "common" | "own") =>
    db.updateTable("oauth_clients").set({ redirect_path }).where("oauth_client_id", "in", named);
  await db.updateTable("oauth_clients").set({ redirect_path: "own" }).execute();
  await putOn("common").execute();
  try {
    return await work(`${url}/api/external-auth/callback`);
  } finally {
    await putOn("own").execute();
  }
}
