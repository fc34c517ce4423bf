/** In place of a workspace that demands a second factor, for who has none: it says so, and leads to where one is set up. */
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Workspace } from "../api/queries.ts";
import { Name } from "../parts/name.tsx";
import { AccountMenu } from "./account-menu.tsx";

export function SecondFactorNeeded({
  name,
  others,
}: {
  readonly name: string;
  /** The person's other workspaces, in which they may go on. */
  readonly others: readonly Workspace[];
}): ReactNode {
  return (
    <div className="main">
      <header className="bar">
        <span className="push" />
        <AccountMenu />
      </header>
      <main className="alone">
        <title>Second factor needed · Grantry</title>
        <h1>This workspace demands a second factor</h1>
        <p className="t2">
          Who works in <bdi>{name}</bdi> signs in with more than a password. Set up an authenticator
          app or a passkey; then you go on here, and so do your keys and command lines.
        </p>
        <p>
          <Link to="/account/security" className="btn pri">
            Set one up
          </Link>
        </p>
        {others.length === 0 ? null : (
          <>
            <h2>Your other workspaces</h2>
            <ul className="bare stack s">
              {others.map(({ id, name: other }) => (
                <li key={id}>
                  <Link to="/workspaces/$workspaceId" params={{ workspaceId: id }}>
                    <Name>{other}</Name>
                  </Link>
                </li>
              ))}
            </ul>
          </>
        )}
      </main>
    </div>
  );
}
