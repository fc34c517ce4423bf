/** The script of a page with the custom element. */
import "@grantry/sdk/element";
import { openPage } from "./open-page.ts";

const { settings, language, connectorIds, tell } = await openPage();
const element = document.createElement("grantry-connections");
element.setAttribute("app-id", settings.appId);
element.setAttribute("server-url", settings.serverUrl);
element.setAttribute("app-name", "Daybook");
if (language !== undefined) element.setAttribute("language", language);
if (connectorIds !== undefined) element.setAttribute("connector-ids", connectorIds.join(" "));
element.token = settings.token;
for (const name of [
  "connected",
  "disconnected",
  "cancelled",
  "connect-failed",
  "disconnect-failed",
]) {
  document.addEventListener(`grantry-${name}`, (event) => {
    const { connectorId, code } = (event as CustomEvent).detail;
    tell(name.replace("-", "_"), connectorId, code);
  });
}
document.querySelector("#root")?.append(element);
