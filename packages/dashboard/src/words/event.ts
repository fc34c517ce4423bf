/** What happened to connections, as sentences. */
import type { Schemas } from "../api/client.ts";
import type { eventTypes } from "../search.ts";
import { reasonOf } from "./connection.ts";
import { onDay } from "./time.ts";

export type ConnectionEvent = Schemas["Event"];

export type EventType = (typeof eventTypes)[number];

/** As a filter names them. */
export const eventTitles: Readonly<Record<EventType, string>> = {
  "connection.connected": "Connected",
  "connection.needs_reauth": "Needs reconnecting",
  "connection.ends_soon": "Ends soon",
  "connection.resumed": "Works again",
  "connection.disconnected": "Disconnected",
};

const endOf = ({ data }: ConnectionEvent): string => {
  const end = Number(data["ends_at"]);
  return Number.isFinite(end) && end > 0 ? onDay(end * 1_000) : "soon";
};

const sentences: Readonly<
  Record<EventType, (what: string, app: string, event: ConnectionEvent) => string>
> = {
  "connection.connected": (what, app) => `${what} was connected in ${app}.`,
  "connection.needs_reauth": (what, app) => `${what} must be connected again in ${app}.`,
  "connection.ends_soon": (what, app, event) =>
    `A connection of ${what} in ${app} ends ${endOf(event) === "soon" ? "soon" : `on ${endOf(event)}`}.`,
  "connection.resumed": (what, app) => `${what} works again in ${app}.`,
  "connection.disconnected": (what, app) => `${what} was disconnected in ${app}.`,
};

/** `app`: its name. A newer server may say of kinds that are not known here. */
export function eventInWords(event: ConnectionEvent, app: string): string {
  const what = event.connector?.name ?? "A connection that is gone";
  const sentence = sentences[event.type as EventType];
  return sentence === undefined ? `${what} in ${app}: ${event.type}.` : sentence(what, app, event);
}

/** Why, where the event says so. */
export function whyOf({ data, type }: ConnectionEvent, service: string): string {
  if (type !== "connection.needs_reauth") return "";
  return reasonOf({ reason: (data["reason"] ?? null) as never }, service);
}
