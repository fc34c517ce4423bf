/** What is wrong with an entry of a custom provider. */

export interface Problem {
  /** Field of the entry. */
  readonly path: readonly PropertyKey[];
  /** A predicate without a stop: "must be https". */
  readonly message: string;
}
