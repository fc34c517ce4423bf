/** How far an operation is, in words. */
import type { Schemas } from "../api/client.ts";
import { countedTo } from "./plural.ts";

type Operation = Schemas["Operation"];

const number = new Intl.NumberFormat("en");

/** Whether it goes on by itself. */
export const goesOn = ({ status }: Operation): boolean =>
  status === "queued" || status === "running";

const verbs: Readonly<Record<string, string>> = {
  freeze: "Freeze",
  unfreeze: "Unfreeze",
  disconnect: "Disconnect",
  erase: "Erase",
  refresh: "Refresh",
  erase_user: "Erase a user with",
  delete_app: "Delete an app with",
  delete_workspace: "Delete the workspace with",
};

/** `Disconnect 1,204 connections`, `Disconnect at least 10,000 connections`. */
export function titleOf({ kind, progress }: Operation): string {
  if (kind === "rotate_encryption_key") return "Replace the encryption key";
  const verb = verbs[kind] ?? kind;
  const { total: count, at_least: atLeast } = progress;
  return `${verb} ${countedTo({ count, atLeast }, "connection")}`;
}

/** `812 of 1,204`; of more than were counted `812 of at least 10,000`, and `12,306 in all` at the end. */
export function progressOf(operation: Operation): string {
  const { progress, status } = operation;
  const { done, total, at_least: atLeast } = progress;
  if (!atLeast) return `${number.format(done)} of ${number.format(total)}`;
  if (status === "succeeded") return `${number.format(done)} in all`;
  if (done < total) return `${number.format(done)} of at least ${number.format(total)}`;
  return goesOn(operation)
    ? `${number.format(done)} so far`
    : `${number.format(done)} of an unknown number`;
}

export interface Bar {
  readonly max: number;
  /** Undefined where it goes on, and nobody knows how far it is. */
  readonly value: number | undefined;
}

/** The same as a bar; null where it was stopped, and nobody knows how far from its end. */
export function barOf(operation: Operation): Bar | null {
  const { done, total, at_least: atLeast } = operation.progress;
  // At the end what was done is all that there was.
  const isAll = atLeast && operation.status === "succeeded";
  const max = Math.max(isAll ? done : Math.max(total, done), 1);
  if (!atLeast || isAll || done < total) return { max, value: done };
  return goesOn(operation) ? { max, value: undefined } : null;
}
