/** How long giving a grant back takes whoever waits for it. */
export interface RevocationSettings {
  /** How long storing goes on being tried while the database is away. */
  readonly keepMaxMs: number;
  /**
   * How long who disconnects waits for the provider, by the real time: the patience of who waits does not
   * depend on what the clock for tokens shows.
   */
  readonly revocationPatienceMs: number;
}
