/** No attack of the red team goes through our server, and each does where what stops it is missing. */
import { launchChromium } from "@grantry/testing/chromium";
import { defences } from "@grantry/testing/weakened";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { attacks } from "../src/attacks/index.ts";
import { attackWithout } from "../src/defences.ts";
import { openAdapter } from "../src/example-adapter.ts";
import { openLocal } from "../src/local.ts";
import { startProviders } from "../src/provider.ts";
import { attackServer, type Result } from "../src/run.ts";
import { openStage, type Stage } from "../src/scene.ts";
import { startNaiveVault } from "./naive-vault.ts";

let stage: Stage;
beforeAll(async () => {
  stage = await openStage(await startProviders(), launchChromium);
});
afterAll(() => stage.close());

describe("our server, whole", () => {
  const results = new Map<string, Result>();
  beforeAll(async () => {
    const tell = (result: Result) => results.set(result.attack.name, result);
    await attackServer(stage, () => openLocal(stage), attacks, tell);
  });

  test.each(attacks)("holds against $name: $tries", ({ name }) => {
    const { verdict, evidence } = results.get(name) ?? {};
    expect([verdict, evidence]).toEqual(["held", evidence]);
  });
});

const pairs = attacks.flatMap((attack) =>
  attack.stoppedBy.map((names) => ({
    name: attack.name,
    attack,
    names,
    without: names.join(" and "),
  })),
);

describe("our server, without one defence", () => {
  test.each(pairs)("$name goes through without $without", async ({ attack, names }) => {
    const { verdict, evidence } = await attackWithout(stage, attack, names);
    expect([verdict, evidence]).toEqual(["went through", evidence]);
  });

  test("every defence that can be taken out stops an attack", () => {
    const stopping = new Set(pairs.flatMap(({ names }) => names));
    expect(Object.keys(defences).filter((name) => !stopping.has(name as never))).toEqual([]);
  });
});

/** It has no pages of its own, on which these could be tried. */
const ofPages = new Set([
  "popup-theft",
  "framed-page",
  "error-markup",
  "error-text",
  "link-scanner",
]);

describe("another server, by an adapter", () => {
  test("is attacked by what its adapter can, and what goes through is told", async () => {
    const vault = await startNaiveVault();
    try {
      const open = () => openAdapter(stage, vault.origin);
      const chosen = attacks.filter(({ name }) => !ofPages.has(name));
      const results = await attackServer(stage, open, chosen);
      const by = (verdict: Result["verdict"]) =>
        results.filter((one) => one.verdict === verdict).map(({ attack }) => attack.name);
      expect(by("went through")).toEqual(
        expect.arrayContaining([
          "session-fixation",
          "sent-link",
          "cross-app-takeover",
          "foreign-callback",
          "mix-up",
          "code-injection",
          "answer-replay",
          "open-redirect",
          "foreign-tenant",
        ]),
      );
      expect(by("not applicable")).toEqual(
        expect.arrayContaining([
          "forged-user",
          "private-address",
          "smuggled-headers",
          "locked-out",
        ]),
      );
    } finally {
      await vault.close();
    }
  });
});
