// The calendar that the whole app shares: an operator authorizes it once, everybody sees it.
import { connectFailureText, readEvents, showEvents } from "./events.js";
import { button, element, focusLost, notify, openSession, show } from "./page.js";

const failureTexts = {
  access_denied: "You declined at the provider. Nothing was connected.",
  account_mismatch: "Nothing was changed: choose the account that was authorized before.",
};

const { client } = await openSession();
if (client !== null) {
  if (location.search.includes("grantry_status=")) await tellOutcome();
  await refresh();
}

async function refresh() {
  const answer = await readEvents(client, "team-events");
  if (answer.error === "not_connected")
    showInvitation("Not authorized yet", "Authorize as operator");
  else if (answer.error === "connection_ended") {
    showInvitation("Authorization ended", "Authorize again as operator");
  } else showConnected(answer);
  focusLost();
}

function showInvitation(state, action) {
  show(
    element("section", { className: "card empty" }, [
      element("p", { className: "pill warn" }, state),
      element("h2", {}, "The team calendar needs an account"),
      element("p", {}, [
        "The operator of Daybook chooses one account at the provider. ",
        element("strong", {}, "Everybody who uses Daybook then sees its events."),
      ]),
      button(action, authorize, "primary"),
      element("p", { className: "quiet" }, "In this demo you may play the operator yourself."),
    ]),
  );
}

function showConnected(answer) {
  const events = showEvents(answer, refresh);
  if (answer.error !== undefined) return show(events);
  show(
    element("section", { className: "card", ariaLabel: "Connection" }, [
      element("div", { className: "row" }, [
        element("div", {}, [
          element("p", { className: "pill good" }, "Shared with everybody"),
          element("h2", {}, answer.account),
        ]),
        button("Authorize again", authorize),
      ]),
      element("p", {}, "Everybody who uses Daybook sees the events of this account."),
    ]),
    events,
  );
}

/** Leaves the page; the server brings the browser back to it. */
async function authorize() {
  notify("");
  const response = await fetch("/team/authorization", { method: "POST" });
  if (response.status === 401) return location.reload();
  if (!response.ok) return notify("Daybook cannot reach the Grantry server.", "bad");
  const { redirectUrl } = await response.json();
  location.assign(redirectUrl);
}

/** Back from the provider. Anybody can write an address, so the server is asked how it ended. */
async function tellOutcome() {
  history.replaceState(null, "", location.pathname);
  const response = await fetch("/team/authorization");
  if (!response.ok) return;
  const { status, error } = await response.json();
  if (status === "ACTIVE") return notify("The team calendar is authorized.", "good");
  if (status !== "FAILED") return;
  notify(failureTexts[error] ?? connectFailureText(error), "bad");
}
