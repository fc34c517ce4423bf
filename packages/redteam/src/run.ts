/** Runs attacks on one server, one after the other: each has people and consents of its own. */
import type { Adapter } from "./adapter.ts";
import type { Attack } from "./attack.ts";
import { requireHonestConsent, type Scene, type Stage } from "./scene.ts";

/** One that broke off has shown nothing, and is no better than one that went through. */
export type Verdict = "held" | "went through" | "not applicable" | "broke off";

export interface Result {
  readonly attack: Attack;
  readonly verdict: Verdict;
  /** What was seen; why it does not apply. */
  readonly evidence: string;
}

/** Every attack on a server on which an honest consent works. `tell` hears of each as it ends. */
export async function attackAll(
  scene: Scene,
  attacks: readonly Attack[],
  tell: (result: Result) => void = () => {},
): Promise<Result[]> {
  await requireHonestConsent(scene);
  const results: Result[] = [];
  for (const attack of attacks) {
    const result = await attackOnce(scene, attack);
    tell(result);
    results.push(result);
  }
  return results;
}

async function attackOnce(scene: Scene, attack: Attack): Promise<Result> {
  const { can, target } = scene.adapter;
  const lacking = (attack.needs ?? []).filter((name) => can[name] === undefined);
  if (lacking.length > 0) {
    const evidence = `The adapter offers no ${lacking.join(", no ")}.`;
    return { attack, verdict: "not applicable", evidence };
  }
  if (attack.onSameMachine && !/^(?:127\.|localhost$|\[::1\]$)/.test(new URL(target).hostname)) {
    const evidence = "Seen only by what arrives on this machine, and the server is on another.";
    return { attack, verdict: "not applicable", evidence };
  }
  try {
    const { wentThrough, evidence } = await attack.run(scene);
    return { attack, verdict: wentThrough ? "went through" : "held", evidence };
  } catch (thrown) {
    return { attack, verdict: "broke off", evidence: String(thrown).split("\n", 1)[0] ?? "" };
  }
}

/** Attacks one server, and closes what was opened for it. */
export async function attackServer(
  stage: Stage,
  open: () => Promise<Adapter>,
  attacks: readonly Attack[],
  tell?: (result: Result) => void,
): Promise<Result[]> {
  const adapter = await open();
  try {
    return await attackAll({ ...stage, adapter }, attacks, tell);
  } finally {
    await adapter.close();
  }
}
