/** Forgets messages that are too old to be taken again. */
import { deleteTakenBefore } from "../../store/taken-signals.ts";
import type { SignalsContext } from "./context.ts";
import { ageMaxSeconds } from "./verify.ts";

/** More than clocks may differ. */
const marginSeconds = 3_600;

export async function sweepSignals({
  store,
  clock,
}: Pick<SignalsContext, "store" | "clock">): Promise<void> {
  await deleteTakenBefore(store, clock.nowSeconds() - ageMaxSeconds - marginSeconds);
}
