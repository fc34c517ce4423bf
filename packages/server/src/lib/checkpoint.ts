/**
 * The moments of a refresh, or of a consent's completion, at which a crash would matter. Somebody who wants to see what happens
 * there can stop the process; in operation nobody listens.
 */

/**
 * `claimed`: the lease is committed, nothing was sent. `sending`: the request is about to go out.
 * `answered`: the provider's answer is here, nothing is stored. `stored`: the answer is committed.
 * `judged`: a failure is committed. `held`: what a completed consent has granted is held, and not kept yet.
 */
export type Checkpoint = "claimed" | "sending" | "answered" | "stored" | "judged" | "held";

export type Checkpoints = (point: Checkpoint) => void;
