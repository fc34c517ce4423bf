/** Pages where a way ends: each says why, and leads on. */
import { type ErrorComponentProps, Link } from "@tanstack/react-router";
import { type ReactNode, use } from "react";
import { Failure } from "../parts/loaded.tsx";
import { WorkspaceContext } from "./workspace.ts";

/** The page's own part, where no frame is around it; a part of it inside of one. */
function Alone({ children }: { readonly children: ReactNode }): ReactNode {
  const isFramed = use(WorkspaceContext) !== null;
  return isFramed ? (
    <div className="alone">{children}</div>
  ) : (
    <main className="alone">{children}</main>
  );
}

/** No such address, or nothing there that this person may see. */
export function NotFound({ what }: { readonly what?: string }): ReactNode {
  return (
    <Alone>
      <title>Not found · Grantry</title>
      <h1>There is nothing at this address</h1>
      <p className="t2">{what ?? "It may have been deleted, or the address may be mistyped."}</p>
      <p>
        <Link to="/" className="btn">
          Go to your workspace
        </Link>
      </p>
    </Alone>
  );
}

/** A fault of the page itself. */
export function Broken({ error, reset }: ErrorComponentProps): ReactNode {
  return (
    <Alone>
      <title>Something went wrong · Grantry</title>
      <Failure error={error} what="this page" again={reset} />
    </Alone>
  );
}

/** Somebody who belongs nowhere yet. */
export function NoWorkspace(): ReactNode {
  return (
    <Alone>
      <title>No workspace · Grantry</title>
      <h1>You are not a member of any workspace</h1>
      <p className="t2">
        Ask an owner or admin of a workspace to invite you: they send you a link.
      </p>
    </Alone>
  );
}
