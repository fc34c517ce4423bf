import { expect, test } from "vitest";
import { createTurns } from "./turns.ts";

test("whoever waits has a turn as soon as the limit has grown, not one after the other", async () => {
  let limit = 1;
  const turns = createTurns(() => limit, 60_000);
  const first = await turns.take();
  let begun = 0;
  const waiting = Array.from({ length: 5 }, async () => {
    const end = await turns.take();
    begun += 1;
    return end;
  });
  limit = 4;
  first();
  await Promise.all(waiting.slice(0, 4));
  expect(begun).toBe(4);
  const [one] = await Promise.all(waiting.slice(0, 1));
  one?.();
  await Promise.all(waiting);
  expect(begun).toBe(5);
});
