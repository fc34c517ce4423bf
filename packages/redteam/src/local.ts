/** A server of ours in this process, to attack where no other is given; whole, or with defences taken out. */
import { createJar, departureOf, type Jar } from "@grantry/testing/browser";
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
    declare: (bootstrap) => {
      declareMembers(bootstrap);
      declareCompany(bootstrap, company(stage));
    },
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
      companySignIn: {
        ...company(stage),
        begin: (jar) => beginAtCompany(world, jar, company(stage).email),
        isSignedIn: (jar, begun) => isSignedIn(world, jar, begun),
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

const company = ({ providers }: Stage) => ({
  issuer: `${providers.origin}/company`,
  clientId: "company",
  email: "operator@company.example",
});

function declareCompany(
  { workspaces: [workspace] }: Parameters<typeof declareMembers>[0],
  { issuer, clientId }: ReturnType<typeof company>,
): void {
  if (workspace === undefined) throw new Error("no workspace");
  workspace.sign_in_provider = {
    issuer,
    client_id: clientId,
    client_secret: { file: "secret-of-the-company-of-the-red-team" },
    domains: ["company.example"],
    default_role: "viewer",
  };
}

async function beginAtCompany({ url }: World, jar: Jar, email: string): Promise<URL> {
  const form = { email, return_to: "/account" };
  const own = { "sec-fetch-site": "same-origin" };
  return new URL(departureOf(await jar.post(`${url}/sign-in/company`, form, own)));
}

async function isSignedIn({ url }: World, jar: Jar, begun: URL): Promise<boolean> {
  const answer = new URL(begun.searchParams.get("redirect_uri") ?? "");
  answer.searchParams.set("code", "c");
  answer.searchParams.set("state", begun.searchParams.get("state") ?? "");
  await jar.get(answer.href);
  return (await jar.get(`${url}/account`)).status === 200;
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
