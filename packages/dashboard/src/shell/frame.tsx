/** The frame around the pages of a workspace, and of one's own account: side bar, bar, and the page. */
import { useQuery } from "@tanstack/react-query";
import { Outlet, useParams, useRouterState } from "@tanstack/react-router";
import { type ReactNode, use, useEffect, useRef } from "react";
import { personQuery } from "../api/queries.ts";
import { EnvironmentTag } from "../parts/environment.tsx";
import { Icon } from "../parts/icon.tsx";
import { Loaded } from "../parts/loaded.tsx";
import type { Role } from "../roles.ts";
import { AccountBar } from "./account-bar.tsx";
import { AccountMenu } from "./account-menu.tsx";
import { NotFound } from "./end-pages.tsx";
import { SecondFactorNeeded } from "./second-factor-needed.tsx";
import { Shortcuts } from "./shortcuts.tsx";
import { SideBar } from "./side-bar.tsx";
import { rememberWorkspace, WorkspaceContext } from "./workspace.ts";

export function Frame(): ReactNode {
  const { workspaceId } = useParams({ from: "/workspaces/$workspaceId" });
  const person = useQuery(personQuery);
  useEffect(() => rememberWorkspace(workspaceId), [workspaceId]);
  return (
    <Loaded query={person} what="your workspaces">
      {({ workspaces }) => {
        const found = workspaces.find(({ id }) => id === workspaceId);
        if (found === undefined) {
          return <NotFound what="There is no such workspace, or you are not a member of it." />;
        }
        if (found.second_factor_missing) {
          const others = workspaces.filter((one) => !one.second_factor_missing);
          return <SecondFactorNeeded name={found.name} others={others} />;
        }
        return (
          <WorkspaceContext value={{ ...found, role: found.role as Role }}>
            <Framed bar={SideBar} />
          </WorkspaceContext>
        );
      }}
    </Loaded>
  );
}

/** The pages of one's own account belong to no workspace. */
export function AccountFrame(): ReactNode {
  return <Framed bar={AccountBar} />;
}

/** What stands at the side; `onGo`: called when somebody leaves by it. */
type Bar = (given: { readonly onGo?: (() => void) | undefined }) => ReactNode;

function Framed({ bar: SideBarOf }: { readonly bar: Bar }): ReactNode {
  // What is searched belongs to a workspace.
  const isInWorkspace = use(WorkspaceContext) !== null;
  const main = useRef<HTMLElement>(null);
  const workspace = use(WorkspaceContext);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  const before = useRef(path);
  // Who goes to another page by keyboard, or listens, starts at its beginning.
  useEffect(() => {
    if (before.current === path) return;
    before.current = path;
    main.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, [path]);
  return (
    <div className="frame">
      <a className="skip" href="#main">
        Skip to content
      </a>
      <div className="side">
        <SideBarOf />
      </div>
      <div className="main">
        <header className="bar">
          <Drawer bar={SideBarOf} />
          {workspace === null ? null : <EnvironmentTag environment={workspace.environment} />}
          <span className="push" />
          {isInWorkspace ? <Shortcuts /> : null}
          <AccountMenu />
        </header>
        <main className="page" id="main" ref={main} tabIndex={-1}>
          <Outlet />
        </main>
      </div>
    </div>
  );
}

/** The side bar where the window is too narrow for it. */
function Drawer({ bar: SideBarOf }: { readonly bar: Bar }): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const close = () => dialog.current?.close();
  return (
    <>
      <button
        type="button"
        className="btn icon quiet burger"
        aria-label="Open menu"
        onClick={() => dialog.current?.showModal()}
      >
        <Icon name="menu" />
      </button>
      <dialog ref={dialog} className="drawer" aria-label="Menu">
        <button type="button" className="btn icon quiet" aria-label="Close menu" onClick={close}>
          <Icon name="close" />
        </button>
        <SideBarOf onGo={close} />
      </dialog>
    </>
  );
}
