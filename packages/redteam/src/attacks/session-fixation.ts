import { type Attack, held, wentThrough } from "../attack.ts";
import { accountBehind, sentBack, visitor } from "../scene.ts";
import { begun } from "./begun.ts";

/** Cross-user session fixation (COSF), after the attacker has gone through the server's own pages. */
export const sessionFixation: Attack = {
  name: "session-fixation",
  tries:
    "The attacker begins, goes on to the provider, and sends the victim the provider's address; the victim consents there.",
  against: [5, 6, 7],
  success: "The attacker's app gets a token of the victim's account.",
  stoppedBy: [["same_browser"]],
  run: async (scene) => {
    const { honest } = scene.providers;
    const { start, url } = await begun(scene, "attacker");
    const departed = await scene.adapter.leave(visitor(null), url);
    const victim = visitor("victim");
    const asked = honest.exchanges.length;
    const page = await victim.get(await sentBack(victim, departed));
    const account = await accountBehind(scene, start);
    const calls = honest.exchanges.length - asked;
    const seen = `the victim's browser got ${page.status}, the token endpoint ${calls} calls`;
    if (account === "victim") return wentThrough(`The attacker has the victim's account: ${seen}.`);
    return held(`No connection: ${seen}.`);
  },
};
