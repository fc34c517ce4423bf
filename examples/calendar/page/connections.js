// All of the user's connections: one element of the SDK does it, in this page without a framework.
import "@grantry/sdk/element";
import { element, openSession, show } from "./page.js";

const { client } = await openSession();
if (client !== null) {
  const list = element("grantry-connections", { client });
  list.setAttribute("app-name", "Daybook");
  show(list);
}
