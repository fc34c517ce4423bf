/** How an app shows itself on the connect pages, and that none can look like another or like the server. */
import { app as appSchema } from "@grantry/contract/v1/apps";
import { apiOf } from "@grantry/testing/api";
import { createJar } from "@grantry/testing/browser";
import { engines } from "@grantry/testing/databases";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { type OwnApi, ownApiOf } from "@grantry/testing/own-api";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";

describe.each(engines)("on %s", (engine) => {
  let world: World;
  let own: OwnApi;
  let users = 0;

  beforeAll(async () => {
    world = await startWorld({ engine });
    own = ownApiOf(world);
  });
  afterAll(() => world.close());

  const addressOf = (appId: string = ids.app, workspaceId: string = ids.workspace) =>
    `/v1/workspaces/${workspaceId}/apps/${appId}`;
  const set = (branding: unknown, appId?: string) =>
    own("PATCH", addressOf(appId), { as: secrets.workspaceKey, body: { branding } });
  const setForeign = (body: unknown) =>
    own("PATCH", addressOf(ids.foreignApp, ids.foreignWorkspace), {
      as: secrets.foreignWorkspaceKey,
      body,
    });
  const nothing = { display_name: null, color: null, support_url: null, privacy_url: null };

  afterEach(async () => {
    for (const appId of [ids.app, ids.otherApp]) await set(nothing, appId);
    await setForeign({ branding: nothing, name: "Foreign app" });
  });

  /** The confirmation of a new user. */
  async function confirmation(): Promise<string> {
    users += 1;
    const user = await apiOf(world).signIn(`user-${users}`);
    const { body } = await user.initiate(ids.userConnector);
    const page = await createJar().get(body.redirect_url);
    expect(page.status).toBe(200);
    // No picture and no style of somebody else: the policy is that of every page.
    expect(page.headers.get("content-security-policy")).toMatch(
      /^default-src 'none'; style-src 'nonce-/,
    );
    return page.text;
  }

  const whole = {
    display_name: "Daybook ☀️",
    color: "#c2410c",
    support_url: "mailto:help@daybook.example",
    privacy_url: "https://daybook.example/privacy",
  };

  test("is given, read, changed member by member and taken away; every change is recorded", async () => {
    const made = await set(whole);
    expect([made.status, made.body.branding]).toEqual([200, { ...whole, logo_url: null }]);
    expect(appSchema.parse(made.body)).toEqual(made.body);
    const changed = await set({ color: null, display_name: "  Day Book " });
    const expected = { ...whole, color: null, display_name: "Day Book", logo_url: null };
    expect(changed.body.branding).toEqual(expected);
    const read = await own("GET", addressOf(), { as: secrets.workspaceKey });
    expect(read.body.branding).toEqual(expected);
    expect((await set(nothing)).body.branding).toEqual({ ...nothing, logo_url: null });
    const records = await own("GET", `/v1/workspaces/${ids.workspace}/audit-records?limit=3`, {
      as: secrets.workspaceKey,
    });
    expect(JSON.stringify(records.body)).toContain("https://daybook.example/privacy");
  });

  test("is what the pages show: name, colour of the one button, help and privacy policy", async () => {
    await set(whole);
    const text = await confirmation();
    expect(text).toContain("to <bdi>Daybook ☀️</bdi></h1>");
    expect(text).not.toContain("Test app");
    expect(text).toContain(".primary, .primary:hover { background: #c2410c;");
    expect(text).toContain("color: #fff; }");
    expect(text).toMatch(
      /<footer>Questions\? <a href="mailto:help@daybook.example" target="_blank" rel="noopener noreferrer"><bdi>help@daybook.example<\/bdi><\/a> · <a href="https:\/\/daybook.example\/privacy"/,
    );
    await set({
      color: "#FFE000",
      support_url: "https://help.daybook.example/a?b",
      privacy_url: null,
    });
    const bright = await confirmation();
    expect(bright).toContain("background: #FFE000; border-color: var(--control); color: #000; }");
    expect(bright).toContain("<bdi>help.daybook.example</bdi></a></footer>");
  });

  test("without it the pages look as ever", async () => {
    const text = await confirmation();
    expect(text).toContain("to <bdi>Test app</bdi></h1>");
    expect(text).not.toMatch(/<footer>|\.primary:hover \{ text-decoration/);
  });

  test.each([
    ["a colour that is style", { color: "#fff;} main { display: none" }],
    ["a colour by name", { color: "red" }],
    ["a help address that is script", { support_url: "javascript:alert(1)" }],
    ["a help address without TLS", { support_url: "http://daybook.example" }],
    ["a mail address with more than an address", { support_url: "mailto:a@b.example?body=x" }],
    ["a policy by mail", { privacy_url: "mailto:a@b.example" }],
    ["a policy with a name in it", { privacy_url: "https://google.com@evil.example/" }],
    ["a policy with a line break", { privacy_url: "https://daybook.example/\n" }],
    ["a name without end", { display_name: "x".repeat(61) }],
    ["a name of nothing", { display_name: " " }],
    ["a name that cannot be read", { display_name: "☀️" }],
    ["a name that turns the text around", { display_name: "Daybook\u202egro" }],
    ["a name with hidden letters", { display_name: "Day\u200bbook" }],
    ["a name of mixed scripts", { display_name: "Dаybook" }],
    ["our own name", { display_name: "Grantry" }],
    ["a name with ours in it", { display_name: "GRANTRY Security" }],
    ["the name of a service", { display_name: "Slack" }],
    ["a name that looks like a service's", { display_name: "G00gle  Calendar" }],
    ["something unknown", { logo: "x" }],
    ["a logo of another place", { logo_url: "https://evil.example/logo.png" }],
  ])("%s is refused, and nothing changes", async (_what, branding) => {
    const refused = await set({ privacy_url: "https://other.example/", ...branding });
    expect([refused.status, refused.body.code]).toEqual([400, "bad_request"]);
    const read = await own("GET", addressOf(), { as: secrets.workspaceKey });
    expect(read.body.branding).toEqual({ ...nothing, logo_url: null });
  });

  test("no other app of the server shows the same name, or one that looks like it", async () => {
    await set({ display_name: "Daybook" });
    // The same again is no conflict.
    expect((await set({ display_name: "Day book" })).status).toBe(200);
    for (const display_name of ["Daybook", "day-b00k", "Dày·Bóok"]) {
      const same = await set({ display_name }, ids.otherApp);
      expect([display_name, same.status, same.body.code]).toEqual([
        display_name,
        409,
        "app_name_taken",
      ]);
      const theirs = await setForeign({ branding: { display_name }, name: "Changed, too" });
      expect([theirs.status, theirs.body.code]).toEqual([409, "app_name_taken"]);
    }
    // Nothing of a refused change is kept.
    const read = await own("GET", addressOf(ids.foreignApp, ids.foreignWorkspace), {
      as: secrets.foreignWorkspaceKey,
    });
    expect(read.body).toMatchObject({ name: "Foreign app", branding: nothing });
    await set({ display_name: null });
    expect((await setForeign({ branding: { display_name: "Daybook" } })).status).toBe(200);
  });

  test("of several that ask for a name at once one has it", async () => {
    const answers = await Promise.all([
      set({ display_name: "Planner" }),
      set({ display_name: "Planner" }, ids.otherApp),
      setForeign({ branding: { display_name: "PIanner" } }),
    ]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  test("an app whose own name is another's, or a service's, is told apart on the pages", async () => {
    await setForeign({ branding: { display_name: "Testapp" } });
    expect(await confirmation()).toContain(`to <bdi>Test app (${ids.app})</bdi></h1>`);
    await setForeign({ branding: nothing });
    expect(await confirmation()).toContain("to <bdi>Test app</bdi></h1>");
    const rename = (name: string) =>
      own("PATCH", addressOf(), { as: secrets.workspaceKey, body: { name } });
    await rename("Grantry Support");
    expect(await confirmation()).toContain(`to <bdi>Grantry Support (${ids.app})</bdi></h1>`);
    await rename("Test app");
  });
});
