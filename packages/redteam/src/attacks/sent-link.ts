import { type Attack, held, wentThrough } from "../attack.ts";
import { accountBehind, person } from "../scene.ts";
import { begun } from "./begun.ts";

/** Cross-user session fixation (COSF), before anybody has opened the link. */
export const sentLink: Attack = {
  name: "sent-link",
  tries:
    "The attacker sends the victim a link of the attacker's own; the victim opens it in a browser and presses nothing.",
  against: [6, 22, 23],
  success: "The attacker's app gets a token of the victim's account.",
  stoppedBy: [["deliberate_confirmation"]],
  run: async (scene) => {
    const { start, url } = await begun(scene, "attacker");
    const victim = await person(scene, "victim");
    try {
      const page = await victim.newPage();
      await page.goto(url, { waitUntil: "networkidle" });
      const account = await accountBehind(scene, start);
      const text = await page.title();
      if (account === "victim") return wentThrough("The victim's account is the attacker's.");
      return held(`The victim reads “${text}”, and nothing is connected.`);
    } finally {
      await victim.close();
    }
  },
};
