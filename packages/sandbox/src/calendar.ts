/** The sandbox provider's API: a calendar per account, with events around today. */
import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { SandboxAccount, SandboxAccountId } from "./accounts.ts";
import { readBody, sendJson } from "./http.ts";

/** Times are ISO 8601 in UTC. */
export interface CalendarEvent {
  readonly id: string;
  readonly title: string;
  readonly start: string;
  readonly end: string;
  readonly location: string;
}

/** Title, location, days from today, hour, minutes long. */
type Plan = readonly [string, string, number, number, number];

const plans: Readonly<Record<SandboxAccountId, readonly Plan[]>> = {
  "sandbox-ada": [
    ["Stand-up", "Room 2", 0, 9, 15],
    ["Design review", "Room 5", 0, 14, 60],
    ["Lunch with Bo", "Canteen", 1, 12, 60],
    ["Dentist", "Harbour Street 4", 2, 8, 45],
    ["Release day", "", 4, 10, 120],
  ],
  "sandbox-bo": [
    ["Guitar lesson", "Music school", 0, 17, 60],
    ["Lunch with Ada", "Canteen", 1, 12, 60],
    ["Customer call", "Video call", 1, 15, 30],
    ["Train to the coast", "Central station", 5, 7, 150],
  ],
  "sandbox-cy": [
    ["Swimming", "City pool", 0, 7, 60],
    ["Budget planning", "Room 1", 2, 11, 90],
    ["Parents' evening", "School", 3, 19, 90],
  ],
};

const addedMax = 100;
const textLengthMax = 200;

/** A request's access token, already checked. */
export interface ApiCaller {
  readonly account: SandboxAccount;
  readonly scopes: ReadonlySet<string>;
}

export interface CalendarApi {
  /** Answers a request below `/api/`. `caller` is undefined when its access token is no good. */
  serve(
    request: IncomingMessage,
    response: ServerResponse,
    path: string,
    caller: ApiCaller | undefined,
  ): Promise<void>;
}

/** Creates the API; events that were added live as long as it. */
export function createCalendarApi(): CalendarApi {
  const added = new Map<string, CalendarEvent[]>();
  const eventsOf = ({ id }: SandboxAccount) =>
    [...plannedEvents(id), ...(added.get(id) ?? [])].sort((a, b) => a.start.localeCompare(b.start));

  const add = async (
    request: IncomingMessage,
    response: ServerResponse,
    account: SandboxAccount,
  ) => {
    const own = added.get(account.id) ?? [];
    if (own.length >= addedMax) return refuse(response, 409, "calendar_full");
    const event = parseEvent(await readBody(request));
    if (event === undefined) return refuse(response, 400, "invalid_event");
    added.set(account.id, [...own, event]);
    sendJson(response, 201, event);
  };

  return {
    serve: async (request, response, path, caller) => {
      if (caller === undefined) return challenge(response, 401, 'error="invalid_token"');
      if (path !== "/api/calendar/events") return refuse(response, 404, "not_found");
      const { account, scopes } = caller;
      const needed = neededScope(request.method);
      if (needed === undefined) return refuse(response, 405, "method_not_allowed");
      if (!scopes.has(needed)) {
        return challenge(response, 403, `error="insufficient_scope", scope="${needed}"`);
      }
      if (request.method === "POST") return add(request, response, account);
      sendJson(response, 200, { account: account.email, events: eventsOf(account) });
    },
  };
}

function neededScope(method: string | undefined): string | undefined {
  if (method === "GET") return "calendar.read";
  return method === "POST" ? "calendar.write" : undefined;
}

function refuse(response: ServerResponse, status: number, error: string): void {
  sendJson(response, status, { error });
}

/** RFC 6750, section 3. */
function challenge(response: ServerResponse, status: number, parameters: string): void {
  response.setHeader("www-authenticate", `Bearer realm="Grantry Sandbox", ${parameters}`);
  refuse(response, status, status === 401 ? "invalid_token" : "insufficient_scope");
}

function plannedEvents(accountId: string): CalendarEvent[] {
  const entry = Object.entries(plans).find(([id]) => id === accountId);
  return (entry?.[1] ?? []).map(([title, location, days, hour, minutes], index) => {
    const start = new Date();
    start.setDate(start.getDate() + days);
    start.setHours(hour, 0, 0, 0);
    const end = new Date(start.getTime() + minutes * 60_000);
    return {
      id: `${accountId}-${index + 1}`,
      title,
      start: start.toISOString(),
      end: end.toISOString(),
      location,
    };
  });
}

function parseEvent(body: string): CalendarEvent | undefined {
  const members = parseObject(body);
  const text = (name: string) => {
    const value = members.get(name) ?? "";
    return typeof value === "string" && value.length <= textLengthMax ? value : undefined;
  };
  const title = text("title");
  const location = text("location");
  const start = Date.parse(text("start") ?? "");
  const end = Date.parse(text("end") ?? "");
  if (!title || location === undefined || !(start < end)) return undefined;
  const [from, to] = [new Date(start).toISOString(), new Date(end).toISOString()];
  return { id: randomUUID(), title, start: from, end: to, location };
}

function parseObject(body: string): ReadonlyMap<string, unknown> {
  try {
    const value: unknown = JSON.parse(body);
    return new Map(typeof value === "object" && value !== null ? Object.entries(value) : []);
  } catch {
    return new Map();
  }
}
