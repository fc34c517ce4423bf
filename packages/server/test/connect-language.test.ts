/** The language of the connect pages: the app's wish, the browser's, English; on every page of a consent. */
import { apiOf } from "@grantry/testing/api";
import { confirmationTokenOf, consent, createJar, type Page } from "@grantry/testing/browser";
import { ids, secrets, startWorld, type World } from "@grantry/testing/harness";
import { type OwnApi, ownApiOf } from "@grantry/testing/own-api";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

let world: World;
let own: OwnApi;
let users = 0;

beforeAll(async () => {
  world = await startWorld();
  own = ownApiOf(world);
});
afterAll(() => world.close());

const german = { "accept-language": "de-AT,de;q=0.9" };

async function start(locale?: string): Promise<{ link: string; status: number; body: unknown }> {
  users += 1;
  const user = await apiOf(world).signIn(`user-${users}`);
  const body = { connector_id: ids.userConnector, ...(locale === undefined ? {} : { locale }) };
  const answer = await own("POST", `/v1/apps/${ids.app}/me/authorizations`, { as: user.jwt, body });
  return { link: answer.body.connect_url, status: answer.status, body: answer.body };
}

const languageOf = ({ text }: Page) => /<html lang="([^"]+)" dir="([^"]+)">/.exec(text)?.slice(1);

describe("of a user's consent", () => {
  test("is what the app asks for, on every page, whatever the browser wants", async () => {
    const { link } = await start("fr-CA");
    const jar = createJar();
    const asked = await jar.get(link, { headers: german });
    expect(languageOf(asked)).toEqual(["fr", "ltr"]);
    expect(asked.text).toContain("Connecter votre <bdi>Sandbox Calendar</bdi>");
    const token = confirmationTokenOf(asked);
    const away = await jar.post(link, { decision: "continue", token }, german);
    expect(languageOf(away)).toEqual(["fr", "ltr"]);
    const end = await consent(jar, link);
    expect(end.status).toBe(200);
    expect(languageOf(end)).toEqual(["fr", "ltr"]);
    expect(end.text).toContain("<h1>Connecté</h1>");
  });

  test("is the browser's where the app asks for none, or for one that is not spoken", async () => {
    for (const locale of [undefined, "nl"]) {
      const { link } = await start(locale);
      expect(languageOf(await createJar().get(link, { headers: german }))).toEqual(["de", "ltr"]);
      expect(languageOf(await createJar().get(link))).toEqual(["en", "ltr"]);
    }
  });

  test("runs from right to left in the pseudo-locale", async () => {
    const { link } = await start("ar-XB");
    expect(languageOf(await createJar().get(link))).toEqual(["ar-XB", "rtl"]);
  });

  test.each(["", "d", "de_AT", "de-", "a".repeat(40), "de\u0000"])(
    "%j is refused, and nothing is begun",
    async (locale) => {
      const { status, body } = await start(locale);
      expect(status).toBe(400);
      expect(body).toMatchObject({
        code: "bad_request",
        errors: expect.arrayContaining([expect.objectContaining({ pointer: "/locale" })]),
      });
    },
  );
});

test("of a shared consent is what the operator's program asks for; another is another link", async () => {
  const path = `/v1/workspaces/${ids.workspace}/apps/${ids.app}/authorizations`;
  const ask = async (locale: string) => {
    const body = { type: "sandboxcalendar", locale };
    const answer = await own("POST", path, { as: secrets.workspaceKey, body });
    expect(answer.status).toBe(201);
    return answer.body.connect_url as string;
  };
  const link = await ask("ja");
  const page = await createJar().get(link);
  expect(languageOf(page)).toEqual(["ja", "ltr"]);
  expect(page.text).toContain("全員");
  expect(await ask("ja")).toBe(link);
  expect(await ask("es")).not.toBe(link);
});

test("of a page without a consent is the browser's", async () => {
  const page = await createJar().get(`${world.url}/api/external-auth/connect/x`, {
    headers: german,
  });
  expect(languageOf(page)).toEqual(["de", "ltr"]);
  expect(page.text).toContain("<h1>Dieser Link ist abgelaufen</h1>");
  expect(page.text).toContain("<code>connect_link_invalid</code>");
});
