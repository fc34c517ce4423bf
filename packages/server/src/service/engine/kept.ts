/** An answer that is to be stored. */

import type { SealedAnswer } from "../../store/connection-answers.ts";
import type { Lease } from "../../store/connection-leases.ts";

export interface Kept {
  readonly answer: SealedAnswer;
  readonly lease: Lease;
}
