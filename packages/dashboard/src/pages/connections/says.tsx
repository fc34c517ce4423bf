/** A connection's state in plain words: who must do what; the code stands below, small. */
import type { ReactNode } from "react";
import { Time } from "../../parts/time.tsx";
import {
  outdatedOf,
  ownerOf,
  reasonOf,
  revocationInWords,
  stateOf,
} from "../../words/connection.ts";
import type { Shown } from "./shown.ts";

export function Says({ connection, provider, app }: Shown): ReactNode {
  const who = connection.owner.kind === "app" ? "an operator" : ownerOf(connection);
  const { status, reason, failure } = connection;
  if (status === "needs_reauth") {
    return (
      <>
        <p className="lead">
          <bdi>{who.charAt(0).toUpperCase() + who.slice(1)}</bdi> must connect{" "}
          {connection.connector.name} again.
        </p>
        <p>
          {reasonOf(connection, provider)} {app} has had no token for it since{" "}
          <Time at={connection.status_since} on />.
        </p>
        {reason === null ? null : <code className="small t2">{reason}</code>}
      </>
    );
  }
  if (status === "disconnected") {
    return (
      <>
        <p className="lead">
          Disconnected <Time at={connection.status_since} />.
        </p>
        {connection.revocation === null ? null : (
          <p>{revocationInWords(connection.revocation, provider)}</p>
        )}
      </>
    );
  }
  return (
    <>
      <p className="lead">
        <Works connection={connection} provider={provider} who={who} />
      </p>
      {outdatedOf(connection).map(({ tag, says }) => (
        <p key={tag}>{says}</p>
      ))}
      {failure === null ? null : (
        <p className="small t2">
          <code>{failure.code}</code>
          {failure.count > 1 ? `, ${failure.count} times in a row` : ""}
        </p>
      )}
    </>
  );
}

function Works({
  connection,
  provider,
  who,
}: Pick<Shown, "connection" | "provider"> & { readonly who: string }): ReactNode {
  const { expires_at: expires, next_refresh_at: next, next_try_at: tryAt } = connection;
  const end = connection.refreshable ? connection.refresh_token_expires_at : expires;
  if (connection.degraded) {
    return (
      <>
        The last refresh at {provider} did not work.
        {expires === null ? null : (
          <>
            {" "}
            The current token ends <Time at={expires} />.
          </>
        )}
        {tryAt === null ? null : (
          <>
            {" "}
            It is tried again <Time at={tryAt} />.
          </>
        )}
      </>
    );
  }
  if (stateOf(connection).word === "Ends soon" && end !== null) {
    return (
      <>
        Ends <Time at={end} />. {provider} gives nothing that refreshes it; <bdi>{who}</bdi> must
        connect again before then.
      </>
    );
  }
  return next === null ? (
    <>Works. It is refreshed when it is used.</>
  ) : (
    <>
      Works. It is refreshed by itself <Time at={next} />.
    </>
  );
}
