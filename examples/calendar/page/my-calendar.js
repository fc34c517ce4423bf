// The user's own calendar: connect it, see its events, disconnect it.
import { connectFailureText, readEvents, showEvents } from "./events.js";
import { button, element, focusLost, notify, openSession, show } from "./page.js";

const outcomeTexts = {
  completed: "Your calendar is connected.",
  denied: "You declined at the provider. Nothing was connected.",
  closed: "The window was closed before the end. Nothing was connected.",
  blocked: "Your browser blocked the window. Allow pop-ups for this page, then connect again.",
  timed_out: "That took longer than ten minutes. Nothing was connected.",
};

const scopeTexts = {
  openid: "Know your account id",
  offline_access: "Keep access for later",
  email: "See your email address",
  profile: "See your name",
  "calendar.read": "See calendar events",
};

const { client, connectorId } = await openSession();
if (client !== null) {
  // Where this is the window that came back, cut off from its page by the provider's.
  await client.connectors.complete().catch(() => null);
  await refresh();
}

async function refresh() {
  try {
    const connection = await client.connectors.getConnectionStatus(connectorId);
    const answer = connection.status === "active" ? await readEvents(client, "my-events") : {};
    const hasEnded = connection.status === "needs_reauth" || answer.error === "connection_ended";
    if (hasEnded) showEnded(connection);
    else if (connection.status === "active") showConnected(connection, answer);
    else showNotConnected();
  } catch {
    notify("Daybook cannot reach the Grantry server.", "bad");
    show(button("Try again", refresh, "primary"));
  }
  focusLost();
}

function showNotConnected() {
  show(
    element("section", { className: "card empty" }, [
      element("h2", {}, "No calendar yet"),
      element("p", {}, "Connect one to see what is ahead. You choose what Daybook may read."),
      button("Connect your calendar", connect, "primary"),
    ]),
  );
}

function showEnded(connection) {
  const account = connection.account?.email ?? "your calendar";
  show(
    element("section", { className: "card" }, [
      element("p", { className: "pill warn" }, "Connection ended"),
      element("h2", {}, `Daybook has no access to ${account} any more`),
      element("p", {}, "Access was ended at the provider. Connect again to see your events."),
      element("div", { className: "actions" }, [
        button("Connect again", connect, "primary"),
        button("Disconnect", disconnect),
      ]),
    ]),
  );
}

function showConnected(connection, answer) {
  const scopes = connection.grantedScopes.map((scope) =>
    element("li", { title: scope }, scopeTexts[scope] ?? scope),
  );
  show(
    element("section", { className: "card", ariaLabel: "Connection" }, [
      element("div", { className: "row" }, [
        element("div", {}, [
          element("p", { className: "pill good" }, "Connected"),
          element("h2", {}, connection.account?.email ?? connection.account?.id ?? "Your account"),
        ]),
        button("Disconnect", disconnect),
      ]),
      element("h3", {}, "Daybook may"),
      element("ul", { className: "chips" }, scopes),
    ]),
    showEvents(answer, refresh),
  );
}

// connect() opens the popup at once: nothing may be awaited before it.
function connect() {
  const abort = new AbortController();
  const connecting = client.connectors.connect(connectorId, { signal: abort.signal });
  notify("");
  show(
    element("section", { className: "card empty" }, [
      element("h2", {}, "Continue in the window that opened"),
      element("p", {}, "You confirm there, choose an account and decide what Daybook may do."),
      button("Cancel", () => abort.abort()),
    ]),
  );
  focusLost();
  return connecting.then(tellOutcome, tellFailure).then(refresh);

  function tellOutcome({ outcome, error }) {
    const text = outcome === "failed" ? connectFailureText(error) : outcomeTexts[outcome];
    notify(text, outcome === "completed" ? "good" : "bad");
  }

  function tellFailure(error) {
    if (abort.signal.aborted) notify("Cancelled. Nothing was connected.", "bad");
    else notify(connectFailureText(error.code), "bad");
  }
}

async function disconnect() {
  try {
    const receipts = await client.connectors.disconnect(connectorId);
    notify(
      receipts.every(({ revocation }) => revocation === "revoked")
        ? "Disconnected. The provider has ended Daybook's access too."
        : "Disconnected. The provider may still list Daybook: you can remove it there.",
      "good",
    );
  } catch {
    notify("Your calendar could not be disconnected. Try again.", "bad");
  }
  await refresh();
}
