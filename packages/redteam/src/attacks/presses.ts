import { type Attack, held, wentThrough } from "../attack.ts";
import { accountBehind, html, person } from "../scene.ts";
import { begun } from "./begun.ts";

/** Clickjacking of the confirmation. The page is of the same site, so that cookies are sent. */
export const framedPage: Attack = {
  name: "framed-page",
  tries:
    "A page of another origin of the same site shows the confirmation in a frame, where a press is won by a trick.",
  against: [20, 22],
  success:
    "The victim's press in the frame gives the attacker's app a token of the victim's account.",
  stoppedBy: [["no_frames"]],
  run: async (scene) => {
    const { start, url } = await begun(scene, "attacker");
    scene.attacker.on("/frame", html(`<iframe src='${url}' width="600" height="900"></iframe>`));
    const victim = await person(scene, "victim");
    try {
      const page = await victim.newPage();
      await page.goto(`${scene.attacker.origin}/frame`, { waitUntil: "networkidle" });
      const [, frame] = page.frames();
      const button = frame?.locator("button[value=continue]");
      if (frame === undefined || (await button?.count()) !== 1) {
        return held("The frame stays empty: there is nothing to press.");
      }
      // The page takes a press once it was pressed somewhere a second ago: two presses are won, too.
      await frame.locator("h1").click();
      await button?.click();
      await frame.waitForURL(`${scene.app.origin}/**`);
      const account = await accountBehind(scene, start);
      if (account === "victim")
        return wentThrough("The press in the frame connected the victim's account.");
      return held("The press in the frame led to nothing.");
    } finally {
      await victim.close();
    }
  },
};

/** A window that opens where, and when, somebody presses a second time. */
export const wonPress: Attack = {
  name: "won-press",
  tries:
    "A page opens the confirmation in a window of its own, just where and when somebody presses the second time of a double click.",
  against: [22],
  success: "That press gives the attacker's app a token of the victim's account.",
  stoppedBy: [["unhurried_press"]],
  run: async (scene) => {
    const { start, url, redirectUri } = await begun(scene, "attacker");
    const victim = await person(scene, "victim");
    try {
      const page = await victim.newPage();
      // The press comes in the page's first second, however slow the machine is.
      await page.clock.install();
      await page.goto(url);
      const button = page.locator("button[value=continue]");
      const { x, y, width, height } = (await button.boundingBox()) ?? missing();
      const back = page.waitForEvent("framenavigated", (frame) =>
        frame.url().startsWith(redirectUri),
      );
      const works = page.locator("button[value=continue][aria-disabled=false]").waitFor();
      const seen = Promise.race([
        back.then(
          () => "leaves",
          () => "stays",
        ),
        works.then(
          () => "stays",
          () => "leaves",
        ),
      ]);
      await page.mouse.click(x + width / 2, y + height / 2);
      // Of a page that is being left there is none to run on.
      await page.clock.runFor(1_000).catch(() => {});
      await seen;
      const account = await accountBehind(scene, start);
      if (account === "victim") return wentThrough("The press connected the victim's account.");
      return held("The page takes presses a second later; nothing is connected.");
    } finally {
      await victim.close();
    }
  },
};

const missing = (): never => {
  throw new Error("there is no button to press");
};
