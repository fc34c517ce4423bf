/** The script of a page with the React parts. */
import { createClient } from "@grantry/sdk";
import { createRoot, hydrateRoot } from "react-dom/client";
import { App } from "./app.tsx";
import { openPage } from "./open-page.ts";

const { settings, language, connectorIds, button, tell } = await openPage();
const root = document.querySelector("#root");
if (root === null) throw new Error("The page has no root.");
const app = (
  <App
    client={createClient(settings)}
    language={language}
    connectorIds={connectorIds}
    button={button}
    onEvent={({ kind, connectorId, code }) => tell(kind, connectorId, code)}
  />
);
if (root.hasChildNodes()) hydrateRoot(root, app);
else createRoot(root).render(app);
