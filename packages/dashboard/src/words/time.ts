/** Times as people read them, in their own zone. */
import { now, parsed } from "../outside.ts";

const day = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "long",
  hour: "2-digit",
  minute: "2-digit",
});
const dayAlone = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" });
const dayAndYear = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "long",
  year: "numeric",
});
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const ago = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

const minute = 60_000;
const hour = 60 * minute;

/** Milliseconds since the epoch of a time of the API (RFC 3339). */
export const millisecondsOf = (instant: string): number => parsed(instant);

/** `4 minutes ago`, `in 2 hours` where it is less than a day away; else `26 November, 09:12`. */
export function timeInWords(instant: string): string {
  const at = millisecondsOf(instant);
  const away = at - now();
  if (Math.abs(away) < minute) return away > 0 ? "in a moment" : "just now";
  if (Math.abs(away) < hour) return ago.format(Math.trunc(away / minute), "minute");
  if (Math.abs(away) < 24 * hour) return ago.format(Math.trunc(away / hour), "hour");
  return onDay(instant);
}

/** `26 November, 09:12`; with the year where it is another one, then without the time of day. */
export function onDay(instant: string | number): string {
  const at = typeof instant === "number" ? instant : millisecondsOf(instant);
  const sameYear = Math.abs(at - now()) < 300 * 24 * hour;
  return (sameYear ? day : dayAndYear).format(at);
}

/** `Today, 28 November`, `Yesterday, 27 November`, `26 November`, `26 November 2025`. */
export function dayOf(instant: string): string {
  const at = millisecondsOf(instant);
  const text = dayAndYear.format(at);
  if (text === dayAndYear.format(now())) return `Today, ${dayAlone.format(at)}`;
  if (text === dayAndYear.format(now() - 24 * hour)) return `Yesterday, ${dayAlone.format(at)}`;
  return Math.abs(at - now()) < 300 * 24 * hour ? dayAlone.format(at) : text;
}

/** `09:12` */
export const timeOfDay = (instant: string): string => clock.format(millisecondsOf(instant));

/** `ends in 6 days`, `ends in 3 hours`, `ends in a moment`. */
export function endsInWords(instant: string): string {
  const away = millisecondsOf(instant) - now();
  if (away < minute) return away > 0 ? "ends in a moment" : "has ended";
  const [amount, unit] =
    away < hour
      ? ([away / minute, "minute"] as const)
      : away < 24 * hour
        ? ([away / hour, "hour"] as const)
        : ([away / (24 * hour), "day"] as const);
  return `ends ${ago.format(Math.trunc(amount), unit)}`;
}
