/** Every address of the dashboard. Pages come in files of their own, when they are first opened. */
import { useQuery } from "@tanstack/react-query";
import { createRoute, createRouter, lazyRouteComponent, Navigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { accountRoutes } from "./account-routes.tsx";
import { personQuery } from "./api/queries.ts";
import { signedInPath } from "./api/session.ts";
import { appRoutes } from "./app-routes.tsx";
import { rootRoute, workspaceRoute } from "./base-routes.tsx";
import { connectorRoutes } from "./connector-routes.tsx";
import { dialogIn } from "./dialogs.ts";
import { dashboardPath } from "./outside.ts";
import { Loaded } from "./parts/loaded.tsx";
import {
  connectionSorts,
  dayText,
  eventTypes,
  type Given,
  known,
  oneOf,
  reauthReasons,
  shortText,
} from "./search.ts";
import { Broken, NotFound, NoWorkspace } from "./shell/end-pages.tsx";
import { SignedIn } from "./shell/sign-in-dialog.tsx";
import { lastWorkspace } from "./shell/workspace.ts";

const homeRoute = createRoute({ getParentRoute: () => rootRoute, path: "/", component: Home });

const signedInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: signedInPath,
  component: SignedIn,
});

const overviewRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "/",
  validateSearch: ({ period }: Given) => known({ period: oneOf(["24h", "7d", "30d"], period) }),
  component: lazyRouteComponent(() => import("./pages/overview/page.tsx"), "OverviewPage"),
});

const firstStepsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "first-steps",
  component: lazyRouteComponent(() => import("./pages/first-steps/page.tsx"), "FirstStepsPage"),
});

const appsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "apps",
  validateSearch: (given: Given) => dialogIn("/workspaces/$workspaceId/apps", given),
  component: lazyRouteComponent(() => import("./pages/apps/list.tsx"), "AppsPage"),
});

const connectionsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "connections",
  validateSearch: ({ sort, ...filters }: Given) => ({
    ...dialogIn("/workspaces/$workspaceId/connections", filters),
    ...known({
      status: oneOf(
        ["active", "degraded", "frozen", "needs_reauth", "disconnected"],
        filters["status"],
      ),
      reason: oneOf(reauthReasons, filters["reason"]),
      owner: oneOf(["user", "app"], filters["owner"]),
      app: shortText(filters["app"]),
      connector: shortText(filters["connector"]),
      // A number of days looks like a number in the address.
      ends: oneOf(["1", "7", "30"], String(filters["ends"])),
      unused: dayText(filters["unused"]),
      sort: oneOf(connectionSorts, sort),
    }),
  }),
  component: lazyRouteComponent(() => import("./pages/connections/list.tsx"), "ConnectionsPage"),
});

const connectionRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "connections/$connectionId",
  validateSearch: ({ show, ...given }: Given) => ({
    ...dialogIn("/workspaces/$workspaceId/connections/$connectionId", given),
    ...known({ show: oneOf(["problems", "changes"], show) }),
  }),
  component: lazyRouteComponent(
    () => import("./pages/connections/connection.tsx"),
    "ConnectionPage",
  ),
});

const operationsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "operations",
  validateSearch: (given: Given) => dialogIn("/workspaces/$workspaceId/operations", given),
  component: lazyRouteComponent(() => import("./pages/operations/list.tsx"), "OperationsPage"),
});

const operationRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "operations/$operationId",
  validateSearch: (given: Given) =>
    dialogIn("/workspaces/$workspaceId/operations/$operationId", given),
  component: lazyRouteComponent(() => import("./pages/operations/operation.tsx"), "OperationPage"),
});

const auditRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "audit",
  // A record's number looks like a number in the address.
  validateSearch: ({ actor, action, target, from, to, reads, record }: Given) =>
    known({
      actor: shortText(actor),
      action: shortText(action),
      target: shortText(target),
      from: dayText(from),
      to: dayText(to),
      reads: oneOf(["with", "only"], reads),
      record: shortText(typeof record === "number" ? String(record) : record),
    }),
  component: lazyRouteComponent(() => import("./pages/audit/page.tsx"), "AuditPage"),
});

const keysRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "keys",
  validateSearch: (given: Given) => dialogIn("/workspaces/$workspaceId/keys", given),
  component: lazyRouteComponent(() => import("./pages/keys/page.tsx"), "KeysPage"),
});

const encryptionRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "encryption",
  component: lazyRouteComponent(() => import("./pages/encryption/page.tsx"), "EncryptionPage"),
});

const generalRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "general",
  validateSearch: (given: Given) => dialogIn("/workspaces/$workspaceId/general", given),
  component: lazyRouteComponent(() => import("./pages/general/page.tsx"), "GeneralPage"),
});

const allowedAccessRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "allowed-access",
  validateSearch: ({ show, ...given }: Given) => ({
    ...dialogIn("/workspaces/$workspaceId/allowed-access", given),
    ...known({ show: oneOf(["limited"], show) }),
  }),
  component: lazyRouteComponent(
    () => import("./pages/allowed-access/page.tsx"),
    "AllowedAccessPage",
  ),
});

const peopleRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "people",
  validateSearch: (given: Given) => dialogIn("/workspaces/$workspaceId/people", given),
  component: lazyRouteComponent(() => import("./pages/people/page.tsx"), "PeoplePage"),
});

const eventsRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "events",
  validateSearch: ({ tab, type, app, connector, event, status }: Given) =>
    known({
      tab: oneOf(["revocations"], tab),
      type: oneOf(eventTypes, type),
      app: shortText(app),
      connector: shortText(connector),
      event: shortText(event),
      status: oneOf(["queued", "ended", "failed"], status),
    }),
  component: lazyRouteComponent(() => import("./pages/events/page.tsx"), "EventsPage"),
});

const companySignInRoute = createRoute({
  getParentRoute: () => workspaceRoute,
  path: "company-sign-in",
  validateSearch: ({ test, ...given }: Given) => ({
    ...dialogIn("/workspaces/$workspaceId/company-sign-in", given),
    ...known({ test: shortText(test) }),
  }),
  component: lazyRouteComponent(
    () => import("./pages/company-sign-in/page.tsx"),
    "CompanySignInPage",
  ),
});

const routeTree = rootRoute.addChildren([
  homeRoute,
  signedInRoute,
  accountRoutes,
  workspaceRoute.addChildren([
    overviewRoute,
    firstStepsRoute,
    ...connectorRoutes,
    allowedAccessRoute,
    eventsRoute,
    auditRoute,
    peopleRoute,
    keysRoute,
    companySignInRoute,
    encryptionRoute,
    generalRoute,
    connectionsRoute,
    connectionRoute,
    operationsRoute,
    operationRoute,
    appsRoute,
    appRoutes,
  ]),
]);

/** The workspace that was looked at last, or the first. */
function Home(): ReactNode {
  const person = useQuery(personQuery);
  return (
    <Loaded query={person} what="your workspaces">
      {({ workspaces }) => {
        const last = workspaces.find(({ id }) => id === lastWorkspace());
        const { id } = last ?? workspaces[0] ?? {};
        if (id === undefined) return <NoWorkspace />;
        return <Navigate to="/workspaces/$workspaceId" params={{ workspaceId: id }} replace />;
      }}
    </Loaded>
  );
}

export const router = createRouter({
  routeTree,
  basepath: dashboardPath,
  defaultPreload: "intent",
  defaultNotFoundComponent: () => <NotFound />,
  defaultErrorComponent: Broken,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
