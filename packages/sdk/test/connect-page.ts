/** The page of the browser tests: an app that connects accounts through this package. */
import { type AppUserConnection, type ConnectOptions, createClient } from "../src/index.ts";

const parameters = new URLSearchParams(location.search);
const session = await (await fetch(`/session${location.search}`)).json();
const { appId, serverUrl, connectorId } = session;
/** Asked anew for each request, as the page of a sign-in service does it, or once. */
const freshToken = async () => (await (await fetch(`/session${location.search}`)).json()).token;
const token = parameters.has("fresh") ? freshToken : session.token;
const { connectors } = createClient({ appId, serverUrl, token });
/** Most of its tests are about what the browser completes, or a page that asks. */
const completion = parameters.has("completes") ? "app" : "browser";
const pollIntervalMs = Number(parameters.get("poll") ?? 1_500);
const timeoutMs = Number(parameters.get("timeout") ?? 600_000);

function say(value: unknown): void {
  const output = document.querySelector("output");
  if (output !== null) output.textContent = JSON.stringify(value);
}

async function connect(
  display: ConnectOptions["display"],
  signal?: AbortSignal | undefined,
): Promise<void> {
  say("working");
  try {
    const options = { display, pollIntervalMs, timeoutMs, signal, completion } as const;
    const onMoreAccess = ({ missingScopes }: AppUserConnection) => later.push(missingScopes);
    say(await connectors.connect(connectorId, { ...options, onMoreAccess }));
  } catch (thrown) {
    say(String(thrown));
  }
}

function button(name: string, display: ConnectOptions["display"]): void {
  const element = document.createElement("button");
  element.textContent = name;
  element.addEventListener("click", () => {
    void connect(display);
    // A click that two handlers hear.
    if (parameters.has("twice")) void connect(display);
    if (parameters.has("withdrawn")) void connect(display, AbortSignal.abort("withdrawn"));
  });
  document.body.append(element);
}

/** Every message that this page receives, with the origin it comes from. */
const messages: unknown[] = [];
addEventListener("message", ({ origin, data }) => messages.push({ origin, data }));
/** What every connection lacks of which this page hears after its flow. */
const later: unknown[] = [];
Object.assign(globalThis, { messages, later });

button("Connect in a popup", "popup");
button("Connect by leaving", "page");
const result = parameters.has("completes")
  ? await connectors.complete()
  : connectors.connectResult();
if (parameters.has("completes") && result !== null) say(result);
else if (result !== null) {
  const { status } = await connectors.getConnectionStatus(connectorId);
  say({ ...result, status });
} else {
  say("ready");
}
