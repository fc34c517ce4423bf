import { expect, test } from "vitest";
import { inTurns, lookingUpFor, lookupsAtOnce } from "./lookups.ts";

const turn = () => new Promise<void>((resolve) => setImmediate(resolve));

test("names of one party that nobody answers hold up no other party's", async () => {
  const asked: string[] = [];
  const answers = new Map<string, () => void>();
  const lookUp = inTurns((hostname, _options, found) => {
    asked.push(hostname);
    answers.set(hostname, () => found(null, "192.0.2.1", 4));
  });
  const told: string[] = [];
  const ask = (party: string, hostname: string) =>
    lookingUpFor(party, async () => {
      await turn();
      lookUp(hostname, {}, (error) => told.push(`${hostname} ${error?.code ?? "found"}`));
    });
  for (let one = 0; one < lookupsAtOnce + 5; one += 1) await ask("hangs", `hangs${one}.example`);
  await ask("well", "well.example");
  await turn();
  expect(asked).toEqual(["hangs0.example", "well.example"]);
  answers.get("well.example")?.();
  expect(told).toEqual(["well.example found"]);
  answers.get("hangs0.example")?.();
  await turn();
  expect(asked.at(-1)).toBe("hangs1.example");
});
