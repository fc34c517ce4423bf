/**
 * `@grantry/sdk/element`: defines `<grantry-connections>`, the list of the signed-in user's connections for any page,
 * with no framework.
 */
import { GrantryConnectionsElement } from "./connections/element.ts";

export { GrantryConnectionsElement };

// Not where pages are rendered without a browser, and not a second time where two builds are loaded.
if (
  typeof customElements !== "undefined" &&
  customElements.get("grantry-connections") === undefined
) {
  customElements.define("grantry-connections", GrantryConnectionsElement);
}
