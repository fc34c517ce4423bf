import { expect, test } from "vitest";
import { systemClock } from "./clock.ts";

/** A signal that counts who listens to it. */
function watched() {
  const controller = new AbortController();
  const { signal } = controller;
  const listening = new Set<unknown>();
  const [add, remove] = [signal.addEventListener, signal.removeEventListener];
  signal.addEventListener = (...input: Parameters<typeof add>) => {
    listening.add(input[1]);
    add.apply(signal, input);
  };
  signal.removeEventListener = (...input: Parameters<typeof remove>) => {
    listening.delete(input[1]);
    remove.apply(signal, input);
  };
  return { controller, signal, listening };
}

test("a wait that is over leaves nothing with a signal that goes on", async () => {
  const { signal, listening } = watched();
  const waits = [1, 1, 1].map((ms) => systemClock.sleep(ms, signal));
  expect(listening.size).toBe(3);
  await Promise.all(waits);
  expect(listening.size).toBe(0);
});

test("a signal ends a wait, also one that was aborted before", async () => {
  const { controller, signal } = watched();
  const reason = new Error("closing");
  const under = systemClock.sleep(600_000, signal);
  controller.abort(reason);
  await expect(under).rejects.toBe(reason);
  await expect(systemClock.sleep(600_000, signal)).rejects.toBe(reason);
});
