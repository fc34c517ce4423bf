/** What a connection's page is about. */
import type { Connection } from "../../words/connection.ts";

/** A connection, and the names of what it is between. */
export interface Shown {
  readonly connection: Connection;
  readonly app: string;
  /** Of the company behind the service: Google. */
  readonly provider: string;
}
