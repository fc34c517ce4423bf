/** How far an operation is, in words. */
import type { Schemas } from "../api/client.ts";
import { countedTo } from "./plural.ts";

type Operation = Schemas["Operation"];

const number = new Intl.NumberFormat("en");

/** `Disconnect 1,204 connections`, `Disconnect at least 10,000 connections`. */
export function titleOf({ kind, progress }: Operation): string {
  const verb = kind === "disconnect" ? "Disconnect" : kind === "refresh" ? "Refresh" : kind;
  const { total: count, at_least: atLeast } = progress;
  return `${verb} ${countedTo({ count, atLeast }, "connection")}`;
}

/** `812 of 1,204`; of more than were counted `812 of at least 10,000`, and `12,306 in all` at the end. */
export function progressOf({ progress, status }: Operation): string {
  const { done, total, at_least: atLeast } = progress;
  if (!atLeast) return `${number.format(done)} of ${number.format(total)}`;
  if (status === "succeeded") return `${number.format(done)} in all`;
  return done < total
    ? `${number.format(done)} of at least ${number.format(total)}`
    : `${number.format(done)} so far`;
}
