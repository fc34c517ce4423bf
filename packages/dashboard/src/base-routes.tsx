/** What all other addresses of the dashboard lie below. */
import { createRootRoute, createRoute, Outlet } from "@tanstack/react-router";
import { Receipts } from "./parts/receipts.tsx";
import { DeadDialog } from "./shell/dead-dialog.ts";
import { Frame } from "./shell/frame.tsx";
import { OfflineNote } from "./shell/offline-note.tsx";
import { SignInDialog } from "./shell/sign-in-dialog.tsx";

export const rootRoute = createRootRoute({
  component: () => (
    <Receipts>
      <OfflineNote />
      <Outlet />
      <SignInDialog />
      <DeadDialog />
    </Receipts>
  ),
});

export const workspaceRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/workspaces/$workspaceId",
  component: Frame,
});
