/** The logo of an app: what is taken, where it is shown, and what whoever gives a hostile one gets. */
import { app as appSchema } from "@grantry/contract/v1/apps";
import { apiOf } from "@grantry/testing/api";
import { createJar } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { ids, readTestSecret, secrets, startWorld, type World } from "@grantry/testing/harness";
import { type OwnApi, type OwnCall, ownApiOf } from "@grantry/testing/own-api";
import { losslessWebp, lossyWebp, png, pngChunk, webpFile } from "@grantry/testing/pictures";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { applyBootstrap } from "../../src/service/bootstrap/apply-bootstrap.ts";
import {
  type BootstrapInput,
  bootstrapSchema,
} from "../../src/service/bootstrap/bootstrap-schema.ts";
import { putFreeze } from "../../src/store/frozen-workspaces.ts";

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let own: OwnApi;
  let file: BootstrapInput;
  let users = 0;

  beforeAll(async () => {
    world = await startWorld({
      engine,
      declare: (given) => {
        file = structuredClone(given);
      },
    });
    own = ownApiOf(world);
  });
  afterAll(() => world.close());
  beforeEach(async () => {
    for (const appId of [ids.app, ids.otherApp]) await own("DELETE", logoOf(appId), key);
  });

  const key = { as: secrets.workspaceKey };
  const appAt = (appId: string, workspaceId: string = ids.workspace) =>
    `/v1/workspaces/${workspaceId}/apps/${appId}`;
  const logoOf = (appId: string = ids.app) => `${appAt(appId)}/logo`;
  const put = (body: unknown, { appId = ids.app as string, headers = {} } = {}) => {
    const type = { "content-type": "image/png", ...headers };
    return own("PUT", logoOf(appId), { ...key, body, headers: type });
  };
  const read = (appId: string = ids.app) => own("GET", appAt(appId), key);
  /** The picture at an address, as any browser is sent it. */
  const shown = async (address: string) => {
    const response = await fetch(address);
    return { response, bytes: new Uint8Array(await response.arrayBuffer()) };
  };

  /** The confirmation of a new user. */
  async function confirmation() {
    users += 1;
    const user = await apiOf(world).signIn(`user-${users}`);
    const { body } = await user.initiate(ids.userConnector);
    return await createJar().get(body.redirect_url);
  }

  test("is given, shown to everybody for ever, replaced under another address, and taken away", async () => {
    const first = await put(png(64));
    expect([first.status, first.body.detail]).toEqual([200, undefined]);
    expect(appSchema.parse(first.body)).toEqual(first.body);
    const { logo_url: address } = first.body.branding;
    expect(address).toMatch(`${world.url}/v1/apps/${ids.app}/logos/`);
    expect((await read()).body).toEqual(first.body);
    const { response, bytes } = await shown(address);
    expect(bytes).toEqual(png(64));
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "image/png",
      "cache-control": "public, max-age=31536000, immutable",
      "x-content-type-options": "nosniff",
      "content-disposition": "inline",
      "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
      "cross-origin-resource-policy": "same-origin",
    });
    const next = await put(webpFile(lossyWebp(128)));
    const { logo_url: changed } = next.body.branding;
    expect(changed).not.toBe(address);
    expect((await shown(changed)).response.headers.get("content-type")).toBe("image/webp");
    const gone = await own("DELETE", logoOf(), key);
    expect([gone.status, gone.body.branding.logo_url]).toEqual([200, null]);
    expect((await read()).body).toEqual(gone.body);
    expect((await shown(changed)).response.status).toBe(404);
  });

  test("is shown at the address of the one before, too, which pages of other processes still name", async () => {
    const { logo_url: before } = (await put(png(61))).body.branding;
    const { logo_url: now } = (await put(png(62))).body.branding;
    const { response, bytes } = await shown(before);
    expect([response.status, bytes]).toEqual([200, png(62)]);
    // What stands there is none of the address: nobody keeps it.
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect((await shown(now)).response.headers.get("cache-control")).toContain("immutable");
    // An app that goes back to it shows it there again.
    await put(png(61));
    const again = await shown(before);
    expect(again.bytes).toEqual(png(61));
    expect(again.response.headers.get("cache-control")).toContain("immutable");
    await own("DELETE", logoOf(), key);
    for (const address of [before, now]) {
      expect((await shown(address)).response.status).toBe(404);
    }
  });

  test("is read from the database once, however often it is asked for", async () => {
    const { logo_url } = (await put(png(63))).body.branding;
    await shown(logo_url);
    const { db } = world.app.context.store;
    // What the database has is another picture by now, under the same version.
    await db
      .updateTable("app_logos")
      .set({ content: png(99) })
      .execute();
    expect((await shown(logo_url)).bytes).toEqual(png(63));
  });

  test("stays where the rest of the branding is changed, and the other way round", async () => {
    const { logo_url } = (await put(png())).body.branding;
    const changes = { color: "#c2410c" };
    const changed = await own("PATCH", appAt(ids.app), { ...key, body: { branding: changes } });
    expect(changed.body.branding).toMatchObject({ color: "#c2410c", logo_url });
    expect((await put(png(65))).body.branding).toMatchObject({ color: "#c2410c" });
    await own("PATCH", appAt(ids.app), { ...key, body: { branding: { color: null } } });
  });

  test("stays where a bootstrap file is applied again, with another name of the app, too", async () => {
    const { logo_url } = (await put(png(45))).body.branding;
    const apply = async (declared: BootstrapInput) => {
      const { context } = world.app;
      const readSecret = readTestSecret;
      await applyBootstrap({ ...context, readSecret }, bootstrapSchema.parse(declared));
    };
    const renamed = structuredClone(file);
    for (const app of renamed.workspaces.flatMap(({ apps }) => apps ?? [])) app.name += " again";
    for (const declared of [file, renamed, file]) {
      await apply(declared);
      const [app] = declared.workspaces.flatMap(({ apps }) => apps ?? []);
      const { body } = await read();
      expect([body.name, body.branding.logo_url]).toEqual([app?.name, logo_url]);
      expect((await shown(logo_url)).bytes).toEqual(png(45));
    }
  });

  test("every change is recorded, and what changes nothing is not", async () => {
    await put(png(33));
    await put(png(33));
    await own("DELETE", logoOf(), key);
    await own("DELETE", logoOf(), key);
    const path = `/v1/workspaces/${ids.workspace}/audit-records?limit=2`;
    const { body } = await own("GET", path, key);
    const told = body.data.map(({ action, details }: { action: string; details: object }) => [
      action,
      details,
    ]);
    expect(told).toEqual([
      ["app.changed", { logo: "" }],
      ["app.changed", { logo: expect.stringMatching(/^image\/png 33×33 /) }],
    ]);
  });

  test("is what the pages of a consent show, by its name, and no other picture", async () => {
    const before = await confirmation();
    expect(before.text).not.toContain("<img");
    expect(before.headers.get("content-security-policy")).not.toContain("img-src");
    const { logo_url } = (await put(png())).body.branding;
    const page = await confirmation();
    const path = new URL(logo_url).pathname;
    expect(page.text).toContain(`<img src="${path}" alt="Test app" width="44" height="44">`);
    expect(page.text.match(/<img/g)).toHaveLength(1);
    expect(page.headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; style-src 'nonce-[^;]+; script-src 'nonce-[^;]+; img-src 'self'; form-action/,
    );
  });

  test("no app shows another's, not by its address either", async () => {
    const { logo_url } = (await put(png())).body.branding;
    const elsewhere = logo_url.replace(ids.app, ids.otherApp);
    expect((await shown(elsewhere)).response.status).toBe(404);
    const own_ = (await put(png(), { appId: ids.otherApp })).body.branding.logo_url;
    expect(own_).toBe(elsewhere);
    await own("DELETE", logoOf(ids.otherApp), key);
    expect((await shown(logo_url)).response.status).toBe(200);
  });

  test("belongs to whoever may change the app, and a key of another workspace finds none", async () => {
    const { logo_url } = (await put(png())).body.branding;
    const calls: [string, string, OwnCall][] = [
      ["PUT", logoOf(ids.foreignApp), { ...key, body: png() }],
      ["DELETE", logoOf(ids.foreignApp), key],
      ["PUT", logoOf(), { as: secrets.foreignWorkspaceKey, body: png(40) }],
      ["DELETE", logoOf(), { as: secrets.foreignWorkspaceKey }],
    ];
    for (const [method, path, call] of calls) {
      expect([method, path, (await own(method, path, call)).status]).toEqual([method, path, 404]);
    }
    expect((await read()).body.branding.logo_url).toBe(logo_url);
  });

  test("is not shown while its workspace is frozen", async () => {
    const { logo_url } = (await put(png())).body.branding;
    const { store } = world.app.context;
    const frozen = { at: 1, by: "somebody", reason: "abuse" };
    await putFreeze(store, ids.workspace, frozen);
    expect((await shown(logo_url)).response.status).toBe(404);
    await putFreeze(store, ids.workspace, null);
    expect((await shown(logo_url)).response.status).toBe(200);
  });

  test("is changed only as it was seen (If-Match)", async () => {
    const etag = (await read()).headers.get("etag") ?? "";
    const made = await put(png(50), { headers: { "if-match": etag } });
    expect(made.status).toBe(200);
    expect(made.headers.get("etag")).toBe((await read()).headers.get("etag"));
    const late = await put(png(51), { headers: { "if-match": etag } });
    expect([late.status, late.body.code]).toEqual([412, "precondition_failed"]);
    const gone = await own("DELETE", logoOf(), { ...key, headers: { "if-match": etag } });
    expect([gone.status, gone.body.code]).toEqual([412, "precondition_failed"]);
    expect((await read()).body).toEqual(made.body);
  });

  const huge = new Uint8Array(262_145);
  const padded = (bytes: number) => {
    const bare = png(64, 64, { more: [pngChunk("tEXt")] }).length;
    return png(64, 64, { more: [pngChunk("tEXt", new Uint8Array(bytes - bare))] });
  };

  test("may be as large as is said, and by whatever content type: its bytes say what it is", async () => {
    expect(padded(262_144)).toHaveLength(262_144);
    expect((await put(padded(262_144))).status).toBe(200);
    for (const type of ["text/html", "application/json", "image/svg+xml", "a/b; c=d"]) {
      const { status, body } = await put(png(48), { headers: { "content-type": type } });
      expect([type, status]).toEqual([type, 200]);
      const { response } = await shown(body.branding.logo_url);
      expect(response.headers.get("content-type")).toBe("image/png");
    }
  });

  test.each<[string, unknown, string, RegExp]>([
    ["nothing", new Uint8Array(), "bad_request", /is empty/],
    ["no body", undefined, "bad_request", /is empty/],
    ["JSON", { logo: "x" }, "bad_request", /neither PNG nor WebP/],
    ["an SVG", "<svg onload='alert(1)'/>", "bad_request", /SVG .* can hold script: save it as PNG/],
    [
      "a page called a picture",
      "<!doctype html><script>alert(1)</script>",
      "bad_request",
      /markup/,
    ],
    ["an animation", png(64, 64, { more: [pngChunk("acTL")] }), "bad_request", /is animated/],
    [
      "a picture with a page behind it",
      Buffer.concat([png(), Buffer.from("<script>")]),
      "bad_request",
      /extra data after the end/,
    ],
    [
      "one too small to be seen",
      png(31),
      "bad_request",
      /31 × 31 pixels: each side must be 32 to 1024 pixels/,
    ],
    ["one too large", webpFile(losslessWebp(1_025)), "bad_request", /1025 × 1025 pixels/],
    ["one that takes gigabytes to show", webpFile(losslessWebp(16_384)), "bad_request", /16384/],
    ["one of no size", webpFile(lossyWebp(0)), "bad_request", /0 × 0/],
    [
      "a banner",
      png(100, 60),
      "bad_request",
      /100 × 60 pixels: a logo must be about as wide as it is high/,
    ],
    ["a tower", png(60, 100), "bad_request", /about as wide as it is high/],
    ["more bytes than are taken", padded(262_145), "body_too_large", /./],
    ["many bytes of nothing", huge, "body_too_large", /./],
  ])("%s is refused, and the logo before stays", async (_what, file, code, detail) => {
    const before = (await put(png(47))).body;
    const refused = await put(file instanceof Buffer ? new Uint8Array(file) : file);
    expect([refused.status, refused.body.code]).toEqual([code === "bad_request" ? 400 : 413, code]);
    expect(refused.body.detail).toMatch(detail);
    expect((await read()).body).toEqual(before);
  });

  test("an address that nobody gave shows nothing", async () => {
    const { logo_url } = (await put(png())).body.branding;
    for (const address of [
      logo_url.slice(0, -1),
      logo_url.replace(ids.app, "app_unknown"),
      logo_url.replace(ids.app, ids.otherApp),
      `${world.url}/v1/apps/${ids.app}/logos/..%2f..%2fetc`,
      `${world.url}/v1/apps/${ids.app}/logos/${"a".repeat(65)}`,
    ]) {
      const { response } = await shown(address);
      expect([address, response.status < 500, response.ok]).toEqual([address, true, false]);
      expect(response.headers.get("cache-control")).toBe("no-store");
    }
  });
});
