/** What sending mail needs. */
import type { Asking } from "../../lib/asking.ts";
import type { Clock } from "../../lib/clock.ts";
import type { Flights } from "../../lib/flights.ts";
import type { Log } from "../../lib/log.ts";
import type { Metrics } from "../../lib/metrics.ts";
import type { Mailbox, Smtp } from "../../lib/smtp.ts";
import type { Store } from "../../store/store.ts";

/** By what server mail goes, and from whom it is. */
export interface MailServer {
  readonly smtp: Smtp;
  readonly from: Mailbox;
}

export interface MailContext {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly metrics: Metrics;
  readonly flights: Flights;
  /** Null where none is configured: nothing is written into the queue then, and nothing sent. */
  readonly mail: MailServer | null;
  readonly publicUrl: string;
  readonly asking: Asking;
  /** Aborted when the server closes: nothing is begun any more that nobody waits for. */
  readonly closing: AbortSignal;
}
