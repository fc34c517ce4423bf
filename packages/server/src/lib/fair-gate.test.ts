import { describe, expect, test } from "vitest";
import { createFairGate, type FairGateSettings, type Leave } from "./fair-gate.ts";

const settings: FairGateSettings = {
  atOnce: 4,
  perParty: 3,
  waitingPerParty: 5,
  waitMs: 600_000,
};

/** Enters, and notes who passed in which order. */
function watched(gate: ReturnType<typeof createFairGate>) {
  const passed: string[] = [];
  const leaves: Leave[] = [];
  const enter = (party: string) => {
    const entering = gate.enter(party).then((leave) => {
      passed.push(party);
      leaves.push(leave);
    });
    // Who waits in vain is no matter here.
    entering.catch(() => {});
    return entering;
  };
  const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
  return { passed, leaves, enter, turn };
}

describe("a fair gate", () => {
  test("lets no party take more than its part, and what is left is another's", async () => {
    const gate = createFairGate(settings);
    const { passed, enter, turn } = watched(gate);
    for (let count = 0; count < 5; count += 1) void enter("greedy");
    await enter("modest");
    await turn();
    expect(passed).toEqual(["greedy", "greedy", "greedy", "modest"]);
    expect([gate.running("greedy"), gate.running("modest")]).toEqual([3, 1]);
  });

  test("serves those that wait in turn, however many of one there are", async () => {
    const gate = createFairGate({ ...settings, atOnce: 1, perParty: 1 });
    const { passed, leaves, enter, turn } = watched(gate);
    for (let count = 0; count < 4; count += 1) void enter("greedy");
    void enter("one");
    void enter("two");
    await turn();
    for (let count = 0; count < 5; count += 1) {
      leaves[count]?.();
      await turn();
    }
    expect(passed.slice(0, 4).sort()).toEqual(["greedy", "greedy", "one", "two"]);
    expect(passed).toHaveLength(6);
  });

  test("turns away what would wait beyond the bound, of that party alone", async () => {
    const gate = createFairGate(settings);
    const { enter } = watched(gate);
    for (let count = 0; count < 8; count += 1) void enter("greedy");
    await expect(gate.enter("greedy")).rejects.toMatchObject({ because: "too_many" });
    await expect(gate.enter("modest")).resolves.toBeDefined();
  });

  test("turns away what waits too long, and goes on for the others", async () => {
    const gate = createFairGate({ ...settings, atOnce: 1, waitMs: 1 });
    const leave = await gate.enter("holds");
    await expect(gate.enter("waits")).rejects.toMatchObject({ because: "too_long" });
    leave();
    leave();
    await expect(gate.enter("waits")).resolves.toBeDefined();
    expect(gate.running("holds")).toBe(0);
  });
});
