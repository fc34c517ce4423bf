/** What a connector's page shows, and which dialog is open on it: that is part of the address. */
import { getRouteApi } from "@tanstack/react-router";
import type { Schemas, Seen } from "../../api/client.ts";

const route = getRouteApi("/workspaces/$workspaceId/connectors/$connectorId");

/** A connector, and what the catalogue says of its service, where it has that. */
export interface Shown {
  readonly connector: Seen<Schemas["Connector"]>;
  readonly type: Schemas["CatalogueType"] | undefined;
}

/** Opens and closes the page's dialogs. */
export function useDialog() {
  const navigate = route.useNavigate();
  const { dialog } = route.useSearch();
  const show = (next: typeof dialog) =>
    void navigate({
      search: (before) => ({ ...before, dialog: next }),
      replace: next === undefined,
      resetScroll: false,
    });
  return { dialog, show, close: () => show(undefined) };
}
