/**
 * Cross-app theft of codes at the common redirection endpoint (RFC 9700 section 4.4, SEC-9): a hostile
 * provider of one client sends its visitor on to the honest provider of another.
 */

import { visit } from "@grantry/sandbox/visitor";
import { apiOf } from "@grantry/testing/api";
import { createJar, depart, type Jar } from "@grantry/testing/browser";
import { connectorOf, entryAt, providersOf, useProvider } from "@grantry/testing/custom-provider";
import { engines } from "@grantry/testing/databases";
import {
  allowedTo,
  ids,
  readTestSecret,
  secrets,
  startWorld,
  type World,
} from "@grantry/testing/harness";
import { type ScriptedServer, startScriptedServer } from "@grantry/testing/scripted-server";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createApp } from "../src/app.ts";
import { createLog } from "../src/lib/log.ts";
import { type BootstrapInput, bootstrapSchema } from "../src/service/bootstrap/bootstrap-schema.ts";

let hostile: ScriptedServer;
beforeAll(async () => {
  hostile = await startScriptedServer({
    answers: { "*": { status: 400, body: { error: "invalid_grant" } } },
  });
});
afterAll(() => hostile.close());
beforeEach(() => {
  hostile.reset();
});

type Workspace = BootstrapInput["workspaces"][number];

/** The attacker's provider, which names no issuer unless it is told to. */
function hut(metadata: object = {}) {
  const entry = entryAt(hostile.origin, { id: "hut", connectors: [connectorOf("hutrooms")] });
  return { ...entry, metadata: { ...entry.metadata, ...metadata } };
}
const tellsIssuer = (issuer: string) => ({
  issuer,
  authorization_response_iss_parameter_supported: true,
});

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let declared: BootstrapInput;

  beforeEach(async () => {
    world = await startWorld({
      engine,
      allowedPrivateOrigins: [hostile.origin],
      declare: (bootstrap, { origin }) => {
        // Found out by its issuer: it names itself in its answers.
        const scopes = ["openid"];
        const house = { issuer: origin, id: "house", name: "House", scopes };
        useProvider(bootstrap, "houserooms", { ...house, integration_type: "houserooms" });
        const [, theirs] = bootstrap.workspaces;
        Object.assign(theirs ?? {}, { providers: [hut()] });
        Object.assign(theirs?.oauth_clients?.[0] ?? {}, { provider: "hut" });
        Object.assign(theirs?.connectors?.[0] ?? {}, {
          integration_type: "hutrooms",
          connection_config: {},
        });
        declared = bootstrap;
      },
    });
  });
  afterEach(() => world.close());

  /** Only these stand on the common path, as in a database of before. */
  async function makeCommon(...clients: string[]): Promise<void> {
    const { db } = world.app.context.store;
    await db.updateTable("oauth_clients").set({ redirect_path: "own" }).execute();
    const change = db.updateTable("oauth_clients").set({ redirect_path: "common" });
    await change.where("oauth_client_id", "in", clients).execute();
  }

  const common = () => `${world.url}/api/external-auth/callback`;

  /** The attacker begins at the honest app, and leaves with a `state` and a challenge of their own. */
  async function attackersOwn(jar: Jar): Promise<URL> {
    const mallory = await apiOf(world).signIn("mallory");
    const { body } = await mallory.initiate(ids.userConnector);
    return new URL(await depart(jar, body.redirect_url));
  }

  /** The victim begins at the attacker's app. */
  async function victimsLink(): Promise<string> {
    const api = apiOf(world, ids.foreignApp, secrets.foreignServiceToken);
    const victim = await api.signIn("victim");
    return (await victim.initiate(ids.foreignConnector)).body.redirect_url;
  }

  /** Where the hostile provider sends its visitor: the honest address, with the visitor's `state`. */
  function sentOn(visitors: string, attackers: URL): string {
    const onward = new URL(attackers);
    onward.searchParams.set("state", new URL(visitors).searchParams.get("state") ?? "");
    onward.searchParams.set("redirect_uri", common());
    return onward.href;
  }

  const accountOf = async (userId: string) =>
    (await apiOf(world).tokenOf(userId, ids.userConnector)).body.account?.id ?? null;

  test("a code of the honest provider never reaches the hostile token endpoint", async () => {
    await makeCommon(ids.oauthClient);
    const attackersJar = createJar();
    const attackers = await attackersOwn(attackersJar);
    await makeCommon("ocl_foreign");
    const victimsJar = createJar();
    const visitors = await depart(victimsJar, await victimsLink());
    expect(visitors).toContain(hostile.origin);
    // Both stand on the common path now, and the victim is under way.
    await makeCommon("ocl_foreign", ids.oauthClient);
    const callback = await visit(sentOn(visitors, attackers), { account: "sandbox-ada" });
    expect(callback.origin + callback.pathname).toBe(common());
    const page = await victimsJar.get(callback.href);
    expect(page.status).toBe(400);
    // What the attacker would do with the code that was posted there.
    const stolen = new URLSearchParams(hostile.requests.map(({ body }) => body).join("")).get(
      "code",
    );
    const replay = new URLSearchParams({
      code: stolen ?? "none",
      state: attackers.searchParams.get("state") ?? "",
      iss: world.sandbox.origin,
    });
    await attackersJar.get(`${common()}?${replay}`);
    expect([stolen, await accountOf("mallory")]).toEqual([null, null]);
  });

  test("nobody leaves for either of two clients that can be mixed up", async () => {
    await makeCommon("ocl_foreign", ids.oauthClient);
    const honest = (await (await apiOf(world).signIn("ada")).initiate(ids.userConnector)).body;
    for (const link of [await victimsLink(), honest.redirect_url]) {
      const page = await createJar().get(link);
      expect([page.status, page.location]).toEqual([409, null]);
      expect(page.text).toContain("An operator must give it a path of its own");
    }
    expect(hostile.requests).toEqual([]);
  });

  /** The server starts anew with these workspaces of the file. */
  async function start(change: (workspaces: Workspace[]) => Workspace[]): Promise<void> {
    const workspaces = change(structuredClone(declared.workspaces));
    const app = await createApp({
      config: {
        databaseUrl: world.databaseUrl,
        databasePoolSize: 2,
        publicUrl: world.url,
        allowedPrivateOrigins: allowedTo(
          [ids.workspace, ids.foreignWorkspace],
          [world.sandbox.origin, hostile.origin],
        ),
      },
      encryptionKeys: world.encryptionKeys,
      log: createLog("silent"),
      bootstrap: { declared: bootstrapSchema.parse({ workspaces }), readSecret: readTestSecret },
    });
    await app.close();
  }
  const onCommon = (workspace: Workspace | undefined): Workspace => {
    if (workspace === undefined) throw new Error("no workspace");
    for (const client of workspace.oauth_clients ?? []) client.redirect_path = "common";
    return workspace;
  };
  const refusal = /"ocl_\w+" cannot share the common redirect path.*iss/s;

  test.each([
    ["in one file", [[0, 1]]],
    ["in one file, the other way round", [[1, 0]]],
    ["in two files", [[0], [1]]],
    ["in two files, the hostile one first", [[1], [0]]],
  ])("the second client on the common path is refused, %s", async (_name, files) => {
    for (const [at, wanted] of files.entries()) {
      const started = start((all) => wanted.map((index) => onCommon(all[index])));
      if (at < files.length - 1) await started;
      else await expect(started).rejects.toThrow(refusal);
    }
  });

  test("two that tell their answers apart may share it, and the attack ends at iss", async () => {
    const [, theirs] = declared.workspaces;
    Object.assign(theirs ?? {}, { providers: [hut(tellsIssuer(hostile.origin))] });
    await start((all) => all.map(onCommon));
    const attackers = await attackersOwn(createJar());
    expect(attackers.searchParams.get("redirect_uri")).toBe(common());
    const victimsJar = createJar();
    const visitors = await depart(victimsJar, await victimsLink());
    const callback = await visit(sentOn(visitors, attackers), { account: "sandbox-ada" });
    const page = await victimsJar.get(callback.href);
    expect([page.status, page.text]).toEqual([
      400,
      expect.stringContaining("authorization server"),
    ]);
    expect(hostile.requests).toEqual([]);
  });

  test("a provider that says it is the other one does not tell anything apart", async () => {
    const [, theirs] = declared.workspaces;
    Object.assign(theirs ?? {}, { providers: [hut(tellsIssuer(world.sandbox.origin))] });
    await expect(start((all) => all.map(onCommon))).rejects.toThrow(/names the same issuer/);
  });

  test("nor does one whose issuer a setting makes", async () => {
    const [, theirs] = declared.workspaces;
    const region = {
      name: "region",
      display_name: "Region",
      description: "Where it stands.",
      placeholder: "eu",
      required: true,
      validation_pattern: "^eu$",
      validation_error: "Give eu.",
    };
    const entry = { ...hut(tellsIssuer("https://{region}.hut.example")), settings: [region] };
    Object.assign(theirs ?? {}, { providers: [entry] });
    await expect(start((all) => all.map(onCommon))).rejects.toThrow(refusal);
  });

  test("the provider of a client that shares it cannot stop telling", async () => {
    const [, theirs] = declared.workspaces;
    Object.assign(theirs ?? {}, { providers: [hut(tellsIssuer(hostile.origin))] });
    await start((all) => all.map(onCommon));
    const providers = providersOf(world, ids.foreignWorkspace, secrets.foreignWorkspaceKey);
    for (const metadata of [{}, tellsIssuer(world.sandbox.origin)]) {
      const { status, body: answered } = await providers.put(
        "hut",
        hut(metadata),
        secrets.clientSecret,
      );
      expect([status, answered.code]).toEqual([400, "provider_invalid"]);
      expect(answered.detail).toContain("cannot share the common redirect path");
      expect(answered.detail).not.toContain(ids.oauthClient);
    }
    Object.assign(theirs ?? {}, { providers: [hut()] });
    await expect(start((all) => all.map(onCommon))).rejects.toThrow(refusal);
  });

  test("one alone may stand there, also beside others that have paths of their own", async () => {
    await start(([mine, ...others]) => [onCommon(mine), ...others]);
    const jar = createJar();
    const user = await apiOf(world).signIn("ada");
    const away = await depart(jar, (await user.initiate(ids.userConnector)).body.redirect_url);
    const callback = await visit(away, { account: "sandbox-ada" });
    expect((await jar.get(callback.href)).status).toBe(200);
    expect(await accountOf("ada")).toBe("sandbox-ada");
  });
});
