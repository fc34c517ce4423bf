/** What operators' accounts need. */
import type { Clock } from "../../lib/clock.ts";
import type { TxtLookup } from "../../lib/dns.ts";
import type { Flights } from "../../lib/flights.ts";
import type { Log } from "../../lib/log.ts";
import type { ReachOf } from "../../lib/reach.ts";
import type { Store } from "../../store/store.ts";
import type { AppCache } from "../app-users/index.ts";
import type { Defences } from "../defences/index.ts";
import type { MailServer } from "../mail/index.ts";
import type { DemoSignIn } from "./demo-offer.ts";
import type { PasswordWork } from "./password-work.ts";

export interface AccountsContext {
  readonly defences: Defences;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Log;
  readonly publicUrl: string;
  /** By which server links are sent, too; null where none is configured. */
  readonly mail: MailServer | null;
  readonly apps: AppCache;
  readonly passwords: PasswordWork;
  /** The link of a demo; a server that is none never offers one. */
  readonly demoSignIn: DemoSignIn;
  readonly reach: ReachOf;
  /** A private origin that is allowed to the only workspace there is; null where there may be several. */
  readonly unnamedPrivateOrigin: string | null;
  readonly lookUpTxt: TxtLookup;
  /** What goes on after an answer; closing waits for it. */
  readonly flights: Flights;
  /** Aborted when the server closes. */
  readonly closing: AbortSignal;
}
