/** Preview origins never stand in a workspace for production, whichever of both comes first. */
import { engines } from "@grantry/testing/databases";
import { ids, readTestSecret, startWorld, type World } from "@grantry/testing/harness";
import {
  declareMembers,
  jsonBody,
  type OperatorBrowser,
  signedIn,
} from "@grantry/testing/operators";
import { workspaceApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { bootstrapSchema } from "../src/service/bootstrap/bootstrap-schema.ts";
import { applyBootstrap } from "../src/service/bootstrap/index.ts";

const wild = "https://*.preview.example.com";

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let owner: OperatorBrowser;
  beforeAll(async () => {
    world = await startWorld({ engine, declare: declareMembers });
    owner = await signedIn(world, "owner@example.com");
  });
  afterAll(() => world.close());

  const setOrigins = (origins: string[]) =>
    workspaceApiOf(world)("PATCH", `apps/${ids.app}`, { origins });
  const workspace = `/v1/workspaces/${ids.workspace}`;
  const mark = (environment: string) => owner.api(workspace, jsonBody("PATCH", { environment }));
  const stands = async () => {
    const { body: marked } = await owner.api(workspace);
    const { body: app } = await workspaceApiOf(world)("GET", `apps/${ids.app}`);
    return [marked.environment, app.origins];
  };

  beforeEach(async () => {
    expect((await setOrigins([])).status).toBe(200);
    expect((await mark("development")).status).toBe(200);
  });

  test("one for production takes none, and says why", async () => {
    expect((await mark("production")).status).toBe(200);
    const { status, body } = await setOrigins(["https://app.example.com", wild]);
    expect([status, body.code]).toEqual([400, "bad_request"]);
    expect(body.detail).toContain(wild);
    expect(await stands()).toEqual(["production", []]);
    expect((await mark("staging")).status).toBe(200);
    expect((await setOrigins([wild])).status).toBe(200);
  });

  test("one that has some does not become one for production", async () => {
    expect((await setOrigins([wild])).status).toBe(200);
    const { status, body } = await mark("production");
    expect([status, body.code]).toEqual([400, "bad_request"]);
    expect(body.detail).toContain(wild);
    expect(await stands()).toEqual(["development", [wild]]);
  });

  test("of both at once one holds", async () => {
    const answers = await Promise.all([setOrigins([wild]), mark("production")]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 400]);
  });

  test("a bootstrap file cannot declare both", async () => {
    const file = (environment?: string) =>
      applyBootstrap(
        { ...world.app.context, readSecret: readTestSecret },
        bootstrapSchema.parse({
          workspaces: [
            {
              id: "ws_previews",
              name: "Previews",
              ...(environment === undefined ? {} : { environment }),
              apps: [{ id: "app_previews", name: "Previews", origins: [wild] }],
            },
          ],
        }),
      );
    // One of which nothing is said is for production.
    for (const environment of ["production", undefined]) {
      await expect(file(environment)).rejects.toMatchObject({
        code: "config_invalid",
        detail: expect.stringContaining(wild),
      });
    }
    await file("staging");
  });
});
