/** The rig's authorization server is as strict as it says, and its chance repeats. */
import { describe, expect, test } from "vitest";
import { planChaos } from "./chaos.ts";
import { faultOf } from "./faults.ts";
import { createGrants } from "./grants.ts";
import { points, providerIds } from "./history.ts";
import { createRandom } from "./random.ts";
import { nameOfToken, tokenText } from "./token-names.ts";

describe("a refresh token", () => {
  test("of strict works once, and its second use ends the family", () => {
    const grants = createGrants(1_000);
    const family = grants.open("strict", "c1");
    expect(grants.present(family, 1, 0)).toBe("ok");
    expect(grants.present(family, 2, 10)).toBe("ok");
    expect(grants.present(family, 1, 20)).toBe("reuse");
    expect(grants.present(family, 3, 30)).toBe("dead");
    expect(grants.isOpen(family)).toBe(false);
  });

  test("of grace works on for its grace, and then ends the family", () => {
    const grants = createGrants(1_000);
    const family = grants.open("grace", "c1");
    expect(grants.present(family, 1, 0)).toBe("ok");
    expect(grants.present(family, 1, 1_000)).toBe("ok");
    expect(family.last).toBe(3);
    expect(grants.present(family, 1, 1_001)).toBe("reuse");
    expect(grants.present(family, 3, 1_002)).toBe("dead");
  });

  test("of stable works again and again", () => {
    const grants = createGrants(0);
    const family = grants.open("stable", "c1");
    for (const at of [0, 10, 10_000]) expect(grants.present(family, 1, at)).toBe("ok");
  });

  test("is known by its name only where it is genuine", () => {
    const text = tokenText(1, "rt", "f1-2");
    expect(nameOfToken(1, "rt", text)).toBe("f1-2");
    expect(nameOfToken(1, "at", text)).toBeNull();
    expect(nameOfToken(2, "rt", text)).toBeNull();
    expect(nameOfToken(1, "rt", `${text}0`)).toBeNull();
  });
});

describe("a seed", () => {
  const pace = {
    slots: 3,
    killEveryMs: 2_000,
    outageEveryMs: 10_000,
    outageMaxMs: 4_000,
    sickEveryMs: 5_000,
  };

  test("fixes the schedule of chaos, and another seed has another", () => {
    expect(planChaos(1, 600_000, pace)).toEqual(planChaos(1, 600_000, pace));
    expect(planChaos(2, 600_000, pace)).not.toEqual(planChaos(1, 600_000, pace));
  });

  test("brings every fault point, every slot and no two outages at once", () => {
    const steps = planChaos(1, 1_200_000, pace);
    const at = steps.flatMap((step) => (step.kind === "kill_at" ? step.point : []));
    expect(new Set(at)).toEqual(new Set(points));
    const slots = steps.flatMap((step) => (step.kind === "kill" ? step.slot : []));
    expect(new Set(slots)).toEqual(new Set([0, 1, 2]));
    const outages = steps.filter((step) => step.kind === "outage");
    expect(outages.length).toBeGreaterThan(50);
    outages.forEach((step, index) => {
      const before = outages[index - 1];
      if (before !== undefined) expect(step.atMs).toBeGreaterThan(before.atMs + before.ms);
    });
  });

  test("fixes what each request meets; strict is never left in doubt without having acted", () => {
    const kinds = new Map(providerIds.map((provider) => [provider, new Set<string>()]));
    for (const provider of providerIds) {
      for (let count = 0; count < 20_000; count += 1) {
        const request = { provider, account: "c1", count };
        const fault = faultOf(3, request, 900);
        if (count < 100) expect(faultOf(3, request, 900)).toEqual(fault);
        kinds.get(provider)?.add(fault.name);
      }
    }
    const all = ["none", "slow_before", "slow_after", "drop", "cut", "hang", "error", "busy"];
    expect(kinds.get("strict")).toEqual(new Set(all));
    expect(kinds.get("grace")).toEqual(new Set([...all, "unprocessed"]));
    expect(kinds.get("stable")).toEqual(new Set([...all, "unprocessed"]));
  });

  test("gives streams that are even and do not depend on each other", () => {
    const [one, other] = [createRandom(1, "a", 1), createRandom(1, "a", 2)];
    const numbers = Array.from({ length: 10_000 }, () => one.next());
    const mean = numbers.reduce((sum, value) => sum + value, 0) / numbers.length;
    expect(Math.abs(mean - 0.5)).toBeLessThan(0.02);
    expect(numbers.slice(0, 10)).not.toEqual(Array.from({ length: 10 }, () => other.next()));
    const again = createRandom(1, "a", 1);
    expect(Array.from({ length: 10 }, () => again.next())).toEqual(numbers.slice(0, 10));
  });
});
