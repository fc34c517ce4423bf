import { randomBytes } from "node:crypto";
import type { Guessable } from "../adapter.ts";
import { type Attack, held, type Outcome, wentThrough } from "../attack.ts";
import { accountBehind, begin, connectorFor, consent, someone, visitor } from "../scene.ts";

const atOnce = 50;
const guessesMax = 450;

/** Guesses until one is refused for how many there were, and no more than so many. */
async function guessUntilRefused(
  { guess }: Guessable,
  headersOf: () => Readonly<Record<string, string>> = () => ({}),
) {
  let sent = 0;
  const statuses = new Set<number>();
  while (sent < guessesMax && !statuses.has(429)) {
    const guesses = Array.from({ length: atOnce }, () => randomBytes(32).toString("base64url"));
    const answers = await Promise.all(guesses.map((one) => guess(one, headersOf())));
    for (const status of answers) statuses.add(status);
    sent += atOnce;
  }
  return { sent, statuses };
}

/** What is guessed has 256 bits: what counts is that whoever guesses is refused, soon, and that nothing breaks. */
export const guessing: Attack = {
  name: "guessing",
  tries: "A stranger guesses states, connect links and service tokens, some hundreds of each.",
  against: [1, 24],
  success: "A guess is taken, the server fails on one, or hundreds are answered as the first was.",
  needs: ["guessable"],
  stoppedBy: [["limited_guesses"]],
  run: async ({ adapter }): Promise<Outcome> => {
    const seen: string[] = [];
    for (const guessable of adapter.can.guessable ?? []) {
      const { what } = guessable;
      const { sent, statuses } = await guessUntilRefused(guessable);
      const wrong = [...statuses].filter((status) => status < 400 || status >= 500);
      if (wrong.length > 0)
        return wentThrough(`A guessed ${what} was answered ${wrong.join(", ")}.`);
      if (!statuses.has(429))
        return wentThrough(`${sent} guesses at a ${what} were answered alike.`);
      seen.push(`${what} ${sent}`);
    }
    return held(`Refused (429) within so many guesses: ${seen.join(", ")}.`);
  },
};

const digits = () => Math.floor(Math.random() * 254) + 1;

/** Who has one address, and says that they have thousands. */
export const claimedAddress: Attack = {
  name: "claimed-address",
  tries:
    "A stranger guesses, and says of each guess that it was passed on for another address (Forwarded, X-Forwarded-For, X-Real-IP).",
  against: [24],
  success: "Hundreds of guesses are answered as the first was.",
  needs: ["guessable"],
  stoppedBy: [["known_proxies"]],
  run: async ({ adapter }): Promise<Outcome> => {
    const claimed = () => {
      const address = `198.51.${digits()}.${digits()}`;
      return {
        "x-forwarded-for": address,
        forwarded: `for=${address}`,
        "x-real-ip": address,
        "x-client-ip": address,
      };
    };
    const seen: string[] = [];
    for (const guessable of adapter.can.guessable ?? []) {
      const { what } = guessable;
      const { sent, statuses } = await guessUntilRefused(guessable, claimed);
      if (!statuses.has(429))
        return wentThrough(
          `${sent} guesses at a ${what}, of an address each, were answered alike.`,
        );
      seen.push(`${what} ${sent}`);
    }
    return held(`Refused (429) within so many guesses: ${seen.join(", ")}.`);
  },
};

/** Whoever shares an address with a stranger: an office, a campus, a whole mobile network. */
export const closedOut: Attack = {
  name: "closed-out",
  tries:
    "A stranger guesses states and connect links until their address is refused; then somebody behind it opens a link of their own.",
  against: [1, 24],
  success: "The honest link, or the provider's answer to it, is refused.",
  needs: ["guessable"],
  stoppedBy: [["looked_at_first"]],
  run: async (scene): Promise<Outcome> => {
    const { honest } = scene.providers;
    const { id: connectorId } = await connectorFor(scene, "honest", honest);
    const start = { tenant: "honest", userId: someone("neighbour"), connectorId } as const;
    const link = await begin(scene, start);
    const guessed: string[] = [];
    for (const guessable of scene.adapter.can.guessable ?? []) {
      if (guessable.isCredential === true) continue;
      const { sent } = await guessUntilRefused(guessable);
      guessed.push(`${guessable.what} ${sent}`);
    }
    const after = `After so many guesses: ${guessed.join(", ")}`;
    const end = await consent(scene, visitor("neighbour"), link).catch((thrown) => String(thrown));
    const account = await accountBehind(scene, start);
    if (account === "neighbour") return held(`${after}, the neighbour connected their account.`);
    const why = typeof end === "string" ? end.slice(0, 80) : `the last page is ${end.status}`;
    return wentThrough(`${after}, the neighbour could not connect: ${why}.`);
  },
};

const begun = 100;

export const flood: Attack = {
  name: "flood",
  tries: "A user of an app begins a hundred consents at once.",
  against: [24],
  success: "All of them begin.",
  stoppedBy: [["limited_floods"]],
  run: async (scene): Promise<Outcome> => {
    const { id: connectorId } = await connectorFor(scene, "honest", scene.providers.honest);
    const start = { tenant: "honest", userId: someone("attacker"), connectorId } as const;
    const started = await Promise.all(
      Array.from({ length: begun }, () => scene.adapter.start(start)),
    );
    const refused = started.flatMap((one) => (one.accepted ? [] : [one.why]));
    if (refused.length === 0) return wentThrough(`${begun} consents of one user began.`);
    return held(`${refused.length} of ${begun} were refused: ${refused[0]}.`);
  },
};
