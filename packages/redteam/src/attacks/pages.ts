import type { Page } from "playwright-core";
import { type Attack, held, wentThrough } from "../attack.ts";
import { redirect } from "../provider.ts";
import { accountBehind, connectorFor, html, person, type Scene, someone } from "../scene.ts";
import { begun } from "./begun.ts";

const inScript = (value: string) => JSON.stringify(value).replaceAll("<", "\\u003c");

/** BCP 2.6 of RFC 9700: what a popup tells, it tells one origin. */
export const popupTheft: Attack = {
  name: "popup-theft",
  tries: "A page of another origin opens the consent in a popup, and listens to what it says.",
  against: [21],
  success: "The page hears how the consent ended.",
  stoppedBy: [["one_message_origin"]],
  run: async (scene) => {
    const { url } = await begun(scene, "victim");
    scene.attacker.on("/opener", {
      ...html(`<button onclick='window.open(${inScript(url)}, "popup", "width=500,height=600")'>Win</button>
<script>window.heard = []; addEventListener("message", ({ data, origin }) => heard.push({ data, origin }));</script>`),
    });
    const victim = await person(scene, "victim");
    try {
      const opener = await victim.newPage();
      await opener.goto(`${scene.attacker.origin}/opener`);
      const opening = victim.waitForEvent("page");
      await opener.getByRole("button").click();
      const popup = await opening;
      const closed = popup.waitForEvent("close");
      await scene.adapter.confirm(popup);
      await closed;
      const heard = await opener.evaluate("window.heard.map(({ data }) => JSON.stringify(data))");
      const said = (heard as string[]).filter((one) => one.includes("completed"));
      if (said.length > 0) return wentThrough(`The page heard ${said[0]}.`);
      return held("The consent ended in the popup, and its opener heard nothing.");
    } finally {
      await victim.close();
    }
  },
};

/** What the page shows once the provider has answered with an error. */
async function afterError(
  scene: Scene,
  description: string,
  look: (page: Page) => Promise<string | null>,
) {
  const { honest } = scene.providers;
  const { url } = await begun(scene, "victim");
  honest.onAuthorize = (query) => {
    const target = new URL(query.get("redirect_uri") ?? "");
    target.searchParams.set("error", "server_error");
    target.searchParams.set("error_description", description);
    target.searchParams.set("state", query.get("state") ?? "");
    target.searchParams.set("iss", honest.issuer);
    return redirect(target.href);
  };
  const victim = await person(scene, "victim");
  try {
    const page = await victim.newPage();
    await page.goto(url);
    await scene.adapter.confirm(page);
    await page.waitForURL(/[?&]error=/);
    await page.waitForLoadState("networkidle");
    return await look(page);
  } finally {
    honest.onAuthorize = null;
    await victim.close();
  }
}

export const errorMarkup: Attack = {
  name: "error-markup",
  tries: "A provider's error text carries elements and scripts, which the page shows.",
  against: [16, 20],
  success: "A script of the text runs in the page.",
  stoppedBy: [["escaping", "content_policy"]],
  run: async (scene) => {
    const marked = `<img src=x onerror="document.title='taken'">`;
    const ran = await afterError(scene, marked, async (page) => {
      const { shown, images } = (await page.evaluate(
        "({ shown: document.title, images: document.images.length })",
      )) as { shown: string; images: number };
      return shown === "taken" ? `The text's script ran (${images} image).` : null;
    });
    return ran === null ? held("The text is text; no element of it is there.") : wentThrough(ran);
  },
};

/** What turns the direction of text, hides, or ends a line. */
const deceptive = /(?!\s)[\p{Cc}\p{Cf}]/u;

export const errorText: Attack = {
  name: "error-text",
  tries:
    "A provider's error text turns the direction of what follows, hides letters and breaks lines.",
  against: [16, 104],
  success: "The page holds such a character, or a header that the text made.",
  stoppedBy: [["cleaned_words"]],
  run: async (scene) => {
    const text = "All is well\u202e moc.live\u2066\u200b\u001b[31m\r\nSet-Cookie: own=1";
    const seen = await afterError(scene, text, async (page) => {
      const body = (await page.evaluate("document.body.textContent")) as string;
      const cookies = await page.context().cookies();
      if (cookies.some(({ name }) => name === "own")) return "The text set a cookie.";
      return deceptive.test(body)
        ? "The text stands in the page with what turns and hides it."
        : null;
    });
    return seen === null
      ? held("The page shows the text without what turns or hides it.")
      : wentThrough(seen);
  },
};

const names = [
  "Grantry Support\u202e\u2066 drowssap",
  `Ada\n\n\n\n\n\n\n\n\n\nYou are safe. This is your own account.`,
  `${"A".repeat(150)} of the bank`,
  "A\u200bd\u200ba\u2060\ufeff",
  `${"Z\u0351\u0351\u0351\u0351\u0351\u0351".repeat(8)}`,
];

/** Why a name must not stand on the page as it does; null where it may. */
function deceivesBy(shown: string): string | null {
  if (deceptive.test(shown)) return "what turns or hides text";
  if (/\n\n/.test(shown)) return "lines of its own";
  if (/\u0351{4}/.test(shown)) return "marks that cover what stands around";
  return /A{65}/.test(shown) ? "more than 64 characters" : null;
}

export const deceptiveName: Attack = {
  name: "deceptive-name",
  tries: "An attacker's name turns, hides, floods or breaks the sentence that warns of them.",
  against: [22, 104],
  success: "The confirmation shows such a name as it came, or more than 64 characters of it.",
  stoppedBy: [["visible_names"]],
  run: async (scene) => {
    const connector = await connectorFor(scene, "honest", scene.providers.honest);
    const victim = await person(scene, "victim");
    try {
      const page = await victim.newPage();
      const ends = { shown: 0, refused: 0 };
      for (const name of names) {
        const start = {
          tenant: "honest",
          userId: someone(name),
          connectorId: connector.id,
        } as const;
        const started = await scene.adapter.start(start);
        if (!started.accepted) {
          ends.refused += 1;
          continue;
        }
        await page.goto(started.url);
        ends.shown += 1;
        const shown = (await page.locator("main strong").allTextContents()).map(deceivesBy);
        const by = shown.find((one) => one !== null);
        if (by)
          return wentThrough(`The page shows ${JSON.stringify(name.slice(0, 40))} with ${by}.`);
      }
      return held(`${ends.shown} names were shown without what deceives, ${ends.refused} refused.`);
    } finally {
      await victim.close();
    }
  },
};

/** What looks at links before people do. */
const scanners: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
  ["HEAD", {}],
  ["GET", { "user-agent": "Mozilla/5.0 (compatible; SkypeUriPreview) Preview/0.5" }],
  ["GET", { "user-agent": "Slackbot-LinkExpanding 1.0" }],
  ["GET", { "sec-purpose": "prefetch;prerender" }],
  ["GET", { purpose: "prefetch" }],
  ["GET", {}],
];

export const linkScanner: Attack = {
  name: "link-scanner",
  tries: "What previews and checks links opens one, by HEAD and GET, before its person does.",
  against: [23],
  success: "The scanner is led to the provider, or the link is used up.",
  stoppedBy: [["deliberate_confirmation"]],
  run: async (scene) => {
    const { start, url } = await begun(scene, "victim");
    for (const [method, headers] of scanners) {
      const answer = await fetch(url, { method, headers, redirect: "manual" });
      const text = await answer.text();
      const led = `${answer.headers.get("location")} ${text}`.includes(
        `${scene.providers.honest.issuer}/authorize`,
      );
      if (led) return wentThrough(`A ${method} by ${JSON.stringify(headers)} led to the provider.`);
    }
    const victim = await person(scene, "victim");
    try {
      const page = await victim.newPage();
      await page.goto(url);
      await scene.adapter.confirm(page);
      await page.waitForURL(`${scene.app.origin}/**`);
      const account = await accountBehind(scene, start);
      if (account !== "victim") return wentThrough("The link was used up before its person came.");
      return held(`${scanners.length} looks used nothing up: the link then worked for its person.`);
    } finally {
      await victim.close();
    }
  },
};

export const lookAhead: Attack = {
  name: "look-ahead",
  tries:
    "A browser fetches the link ahead of its person's press, and is given what binds a browser.",
  against: [23],
  success: "An answer to a fetch ahead sets a cookie or shows the confirmation.",
  stoppedBy: [["no_prefetch"]],
  run: async (scene) => {
    const { url } = await begun(scene, "victim");
    const ways = ["sec-purpose", "purpose", "x-moz"] as const;
    for (const name of ways) {
      const answer = await fetch(url, { headers: { [name]: "prefetch" }, redirect: "manual" });
      if (answer.status < 400)
        return wentThrough(`${name}: prefetch was answered ${answer.status}.`);
    }
    return held(`Fetches ahead by ${ways.join(", ")} were refused, with no cookie.`);
  },
};
