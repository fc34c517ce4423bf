import { randomBytes } from "node:crypto";
import { type Attack, held, type Outcome, wentThrough } from "../attack.ts";

const guesses = 60;

/** What is guessed has 256 bits: what counts is that no guess is taken, and none breaks anything. */
export const guessing: Attack = {
  name: "guessing",
  tries: "A stranger guesses states, links and service tokens, many at once.",
  against: [1, 24],
  success: "A guess is taken, or the server fails on it.",
  needs: ["guessable"],
  stoppedBy: [],
  run: async ({ adapter }): Promise<Outcome> => {
    const seen: string[] = [];
    for (const { what, guess } of adapter.can.guessable ?? []) {
      const tried = Array.from({ length: guesses }, () =>
        guess(randomBytes(32).toString("base64url")),
      );
      const statuses = new Set(await Promise.all(tried));
      const wrong = [...statuses].filter((status) => status < 400 || status >= 500);
      if (wrong.length > 0)
        return wentThrough(`A guessed ${what} was answered ${wrong.join(", ")}.`);
      seen.push(`${what} ${[...statuses].sort().join("/")}`);
    }
    return held(`${guesses} guesses each: ${seen.join(", ")}.`);
  },
};
