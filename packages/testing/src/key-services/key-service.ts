/** What the stand-ins for key services have in common: each is a real server that can be told to go wrong. */
import type { Fault } from "@grantry/sandbox/faults";
import type { Received } from "../scripted-server.ts";

/** What becomes of a key, in words that fit all services. */
export type KeyState = "enabled" | "disabled" | "gone" | "forbidden";

export interface KeyServiceDouble {
  readonly service: string;
  /** How the configuration names the key. */
  readonly location: string;
  /** Another key of the same service, which these credentials may use as well. */
  readonly otherLocation: string;
  /** The environment with which its library finds the double and its credentials. */
  readonly environment: Readonly<Record<string, string>>;
  /** What of it differs where somebody else calls, who knows all but the secret. */
  readonly stranger: Readonly<Record<string, string>>;
  /** Origin that gets every https call; null where the environment leads there. */
  readonly sandbox: string | null;
  /** Calls of the key itself, without those for credentials. */
  calls(): Received[];
  /** Forgets the calls so far. */
  forget(): void;
  /** What every call of the key meets from now on; null: nothing. */
  every(fault: Fault | null): void;
  /** What so many calls meet, after which it goes on. */
  next(fault: Fault, times?: number): void;
  /** What every call for credentials meets from now on; null where none are made over the net. */
  readonly everyCredential: ((fault: Fault | null) => void) | null;
  /** What the key is from now on. */
  set(state: KeyState): void;
  /** How the service says that it is asked too often. */
  readonly throttled: Fault;
  /** Answers with 200 that hold no key. */
  readonly garbage: readonly Fault[];
  /** Whether the credentials are taken from now on. */
  takeCredentials(taken: boolean): void;
  close(): Promise<void>;
}

/** 200 with what is no answer of any of the services. */
export const garbageOfAll: readonly Fault[] = [
  { kind: "answer", body: "<html>Welcome</html>", headers: { "content-type": "text/html" } },
  { kind: "answer", body: "{" },
  { kind: "answer", body: [] },
  { kind: "answer", body: {} },
  { kind: "huge", bytes: 2_000_000 },
];
