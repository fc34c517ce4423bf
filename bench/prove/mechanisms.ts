/** What the guarantees rest on, each row with the test that must fail without it. */
import type { Mechanism } from "./mechanism.ts";
import { backgroundRefreshes } from "./mechanisms/background.ts";
import { isolating } from "./mechanisms/isolating.ts";
import { judging } from "./mechanisms/judging.ts";
import { keeping } from "./mechanisms/keeping.ts";
import { reading } from "./mechanisms/reading.ts";
import { refreshing } from "./mechanisms/refreshing.ts";
import { telling } from "./mechanisms/telling.ts";

const all = [reading, refreshing, keeping, judging, backgroundRefreshes, isolating, telling].flat();
const numberOf = ({ guarantee }: Mechanism) => Number(guarantee.slice(1));

/** In the order of the guarantees. */
export const mechanisms: readonly Mechanism[] = all.toSorted((a, b) => numberOf(a) - numberOf(b));
