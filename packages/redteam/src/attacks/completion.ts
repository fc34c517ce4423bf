import { createHash, randomBytes } from "node:crypto";
import type { Completion } from "../adapter.ts";
import { type Attack, held, wentThrough } from "../attack.ts";
import { accountBehind, connectorFor, person, type Scene, someone } from "../scene.ts";

const random = () => randomBytes(32).toString("base64url");
const challengeOf = (verifier: string) => createHash("sha256").update(verifier).digest("base64url");

interface Attempt {
  readonly id: string;
  readonly verifier: string;
  /** What the browser of whoever consented has brought to the app's page. */
  readonly code: string;
  readonly userId: string;
}

/** An attempt of `userId`, at which the person who is signed in as `account` consents in a browser of their own. */
async function consented(
  scene: Scene,
  completion: Completion,
  { connectorId, userId, account }: Readonly<Record<"connectorId" | "userId" | "account", string>>,
): Promise<Attempt> {
  const verifier = random();
  const returnUrl = `${scene.app.origin}/back`;
  const start = { tenant: "honest", userId, connectorId, returnUrl } as const;
  const { id, url } = await completion.start(start, challengeOf(verifier));
  const browser = await person(scene, account);
  try {
    const page = await browser.newPage();
    await page.goto(url);
    await page.waitForURL(`${scene.app.origin}/**`);
    const code = completion.codeOf(new URL(page.url()));
    if (code === null) throw new Error("the browser brought no code to the app");
    return { id, verifier, code, userId };
  } finally {
    await browser.close();
  }
}

/** Session fixation where the app completes: nobody is asked, and what comes of it must be of no use to the attacker. */
export const completionTheft: Attack = {
  name: "completion-theft",
  tries:
    "The victim consents at the attacker's link, and is not asked by the server, as the app completes; the attacker completes with a guessed code, with the code of a consent of their own, and others with half of what is needed.",
  against: [6, 7, 22],
  success: "Such a completion is taken, or a code reaches the token endpoint.",
  needs: ["completion"],
  stoppedBy: [["app_completion"]],
  run: async (scene) => {
    const { honest } = scene.providers;
    const { completion } = scene.adapter.can;
    if (completion === undefined) throw new Error("the adapter lacks completion");
    const { id: connectorId } = await connectorFor(scene, "honest", honest);
    const attacker = someone("attacker");
    const victims = () =>
      consented(scene, completion, { connectorId, userId: attacker, account: "victim" });
    const own = await consented(scene, completion, {
      connectorId,
      userId: attacker,
      account: "attacker",
    });
    const asked = honest.exchanges.length;
    const ways: Readonly<Record<string, (attempt: Attempt) => [string, Partial<Attempt>]>> = {
      "a guessed code": () => [attacker, { code: random() }],
      "the code of the attacker's own consent": () => [attacker, { code: own.code }],
      "the victim's session, which has the code and no verifier": () => [
        someone("victim"),
        { verifier: random() },
      ],
      "another user, who has code and verifier": () => [someone("third"), {}],
    };
    for (const [way, changed] of Object.entries(ways)) {
      const attempt = await victims();
      const [userId, changes] = changed(attempt);
      const isTaken = await completion.complete("honest", userId, { ...attempt, ...changes });
      const exchanges = honest.exchanges.length - asked;
      const account = await accountBehind(scene, {
        tenant: "honest",
        userId: attacker,
        connectorId,
      });
      if (isTaken || exchanges > 0 || account === "victim") {
        return wentThrough(`Taken: ${way} (${exchanges} calls of the token endpoint).`);
      }
      // Whoever has no attempt of that id takes nothing from whose it is.
      if (userId !== attacker) continue;
      if (await completion.complete("honest", attacker, attempt)) {
        return wentThrough(`After ${way} the code was still good.`);
      }
    }
    const right = await completion.complete("honest", attacker, own);
    if (!right) throw new Error("the app cannot complete what is its own");
    return held(
      `${Object.keys(ways).length} ways were refused, the attacker's own used the code up; no code was exchanged.`,
    );
  },
};
