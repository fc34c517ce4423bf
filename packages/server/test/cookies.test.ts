/** The cookie that binds a consent to a browser, as it is set where the server is reached by https. */

import { apiOf } from "@grantry/testing/api";
import { allowedTo, ids, startWorld, type World } from "@grantry/testing/harness";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type App, createApp } from "../src/app.ts";
import { createLog } from "../src/lib/log.ts";

const publicUrl = "https://app.example.com";

describe("behind https, the cookie of a consent", () => {
  let world: World;
  let app: App;
  let jwt: string;

  beforeAll(async () => {
    world = await startWorld({ origins: [publicUrl, "https://other.example.com"] });
    app = await createApp({
      config: {
        databaseUrl: world.databaseUrl,
        databasePoolSize: 1,
        publicUrl,
        allowedPrivateOrigins: allowedTo(
          [ids.workspace, ids.foreignWorkspace],
          [world.sandbox.origin],
        ),
      },
      encryptionKeys: world.encryptionKeys,
      log: createLog("silent"),
    });
    const url = await app.http.listen({ host: "127.0.0.1", port: 0 });
    jwt = (await apiOf({ url }).signIn("user-1")).jwt;
  });
  afterAll(async () => {
    await app.close();
    await world.close();
  });

  async function initiate(origin: string) {
    const answer = await app.http.inject({
      method: "POST",
      url: `/api/apps/${ids.app}/app-user-auth/connectors/${ids.userConnector}/initiate`,
      headers: { authorization: `Bearer ${jwt}`, origin },
    });
    return { cookies: [answer.headers["set-cookie"] ?? []].flat(), body: answer.json() };
  }

  test("is host-bound, secure, out of scripts' reach, and ends with the consent (SEC-5, SEC-26)", async () => {
    const { cookies, body } = await initiate(publicUrl);
    expect(cookies).toHaveLength(1);
    const [pair, ...attributes] = (cookies[0] ?? "").split("; ");
    expect(pair).toMatch(new RegExp(`^__Host-grantry-${body.connection_id}=[A-Za-z0-9_-]{43}$`));
    expect(attributes.sort()).toEqual([
      "HttpOnly",
      "Max-Age=600",
      "Path=/",
      "SameSite=Lax",
      "Secure",
    ]);
  });

  test("is not given to a page of another origin", async () => {
    expect((await initiate("https://other.example.com")).cookies).toEqual([]);
    expect((await initiate("https://app.example.com.evil.example")).cookies).toEqual([]);
    expect((await initiate("null")).cookies).toEqual([]);
  });

  test("of the confirmation page has the same attributes", async () => {
    const { body } = await initiate("https://other.example.com");
    const { pathname } = new URL(body.redirect_url);
    const page = await app.http.inject({ method: "GET", url: pathname });
    expect(page.headers["set-cookie"]).toMatch(
      /^__Host-grantry-auz_.*; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
  });
});
