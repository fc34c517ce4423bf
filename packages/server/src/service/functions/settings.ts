/** The gateway's numbers; docs/functions.md tells them. Tests shorten some of them, operators none. */

export interface FunctionSettings {
  /** Of a caller's body. */
  readonly bodyBytesMax: number;
  /** From the last piece of the body to the head of the answer. */
  readonly firstByteMs: number;
  /** Between two pieces of the answer. */
  readonly idleMs: number;
  /** How long a service token given to functions lives. */
  readonly tokenSeconds: number;
  /** How long a process gives the same one; the rest of its life is what a function has for its work. */
  readonly tokenReuseMs: number;
}

const defaultFunctionSettings: FunctionSettings = {
  bodyBytesMax: 26_214_400,
  firstByteMs: 60_000,
  idleMs: 120_000,
  tokenSeconds: 600,
  tokenReuseMs: 120_000,
};

/** The settings with what differs. */
export function functionSettings(overrides: Partial<FunctionSettings> = {}): FunctionSettings {
  return { ...defaultFunctionSettings, ...overrides };
}
