/** The pages of one's own account, and the way back. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { personQuery } from "../api/queries.ts";
import { ownPath } from "../outside.ts";
import { Icon, type IconName } from "../parts/icon.tsx";
import { Name } from "../parts/name.tsx";
import { Logo } from "./logo.tsx";
import { lastWorkspace } from "./workspace.ts";

export const accountPages = [
  ["/account", "Your account", "person"],
  ["/account/security", "Password and sign-in", "lock"],
  ["/account/sessions", "Where you are signed in", "screen"],
  ["/account/keys", "Personal keys", "key"],
] as const satisfies readonly (readonly [`/account${string}`, string, IconName])[];

export function AccountBar({ onGo }: { readonly onGo?: (() => void) | undefined }): ReactNode {
  const { data: person } = useQuery(personQuery);
  const last = person?.workspaces.find(({ id }) => id === lastWorkspace());
  const { name } = last ?? person?.workspaces[0] ?? {};
  return (
    <div className="sidein">
      <nav className="nav" aria-label="Account">
        <Link to="/" className="ws" onClick={onGo}>
          <Logo />
          <span className="b">{name === undefined ? "Grantry" : <Name>{name}</Name>}</span>
        </Link>
        <Link to="/" onClick={onGo}>
          <Icon name="left" />
          Back to the workspace
        </Link>
        <h2>Account</h2>
        {accountPages.map(([to, text, icon]) => (
          <Link
            key={to}
            to={to}
            activeOptions={{ exact: true, includeSearch: false }}
            activeProps={{ "aria-current": "page" }}
            onClick={onGo}
          >
            <Icon name={icon} />
            {text}
          </Link>
        ))}
        {person?.server_operator === true ? (
          <a href={ownPath("/account/workspaces")}>
            <Icon name="list" />
            Workspaces of this server
          </a>
        ) : null}
      </nav>
    </div>
  );
}
