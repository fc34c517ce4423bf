// Events from a backend function, and what to say where there are none.
import { button, element } from "./page.js";

const failureTexts = {
  missing_scopes:
    "Nothing was connected, because Daybook cannot do without your events. Connect again and leave “See calendar events” ticked.",
  account_mismatch:
    "Nothing was changed: that is another account than the connected one. Disconnect first to change the account.",
  browser_mismatch:
    "Nothing was connected: it was finished in another browser than it was started in.",
  network_error: "Daybook cannot reach the Grantry server. Nothing was connected.",
};

/** Why a calendar could not be connected, in words. */
export function connectFailureText(code) {
  return failureTexts[code] ?? `The calendar could not be connected. Try again. (Code: ${code})`;
}

/** `{ account, events }`, or `{ error }` where there are none. */
export async function readEvents(client, functionName) {
  try {
    const { data } = await client.functions.invoke(functionName);
    return data;
  } catch (error) {
    return { error: error.data?.error ?? "unavailable" };
  }
}

/** The list of events, by day. */
export function showEvents({ error, events }, retry) {
  if (error !== undefined) {
    return element("section", { className: "card empty" }, [
      element("h2", {}, "The calendar does not answer"),
      element("p", {}, "The connection stands, but its events cannot be read at the moment."),
      button("Try again", retry, "primary"),
    ]);
  }
  const days = Map.groupBy(events, ({ start }) => new Date(start).toDateString());
  const sections = [...days].map(([day, ofDay]) =>
    element("section", { className: "day" }, [
      element("h3", {}, dayName(new Date(day))),
      element("ol", {}, ofDay.map(showEvent)),
    ]),
  );
  return element("section", { className: "events", ariaLabel: "Events" }, [
    element("h2", {}, "Coming up"),
    ...sections,
  ]);
}

function showEvent({ title, location, start, end }) {
  return element("li", {}, [
    element("span", { className: "time" }, [clock(start), element("small", {}, clock(end))]),
    element("span", { className: "what" }, [
      element("b", {}, title),
      location === "" ? "" : element("small", {}, location),
    ]),
  ]);
}

function clock(time) {
  return new Intl.DateTimeFormat("en-GB", { timeStyle: "short" }).format(new Date(time));
}

function dayName(day) {
  const date = new Intl.DateTimeFormat("en-GB", { weekday: "long", day: "numeric", month: "long" });
  const daysAhead = Math.round((day - new Date().setHours(0, 0, 0, 0)) / 86_400_000);
  const relative = ["Today, ", "Tomorrow, "][daysAhead] ?? "";
  return relative + date.format(day);
}
