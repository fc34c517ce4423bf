/** What a part of a page shows while it waits for the server, and where that failed. */
import type { UseQueryResult } from "@tanstack/react-query";
import { type ReactNode, useEffect, useState } from "react";
import { isRefused, requestIdOf, wordsOf } from "../api/failures.ts";
import { later } from "../outside.ts";
import { Icon } from "./icon.tsx";

/**
 * Shows `children` of what was read. What was there stays there where reading it anew fails; the failure is
 * said above it. `missing`: in place of a refusal because there is no such thing.
 */
export function Loaded<Data>({
  query,
  what,
  missing,
  children,
}: {
  readonly query: UseQueryResult<Data>;
  /** In a sentence: `this list`, `the connector`. */
  readonly what: string;
  readonly missing?: { readonly code: string; readonly page: ReactNode };
  readonly children: (data: Data) => ReactNode;
}): ReactNode {
  const { data, error, isFetching } = query;
  if (missing !== undefined && isRefused(error, missing.code)) return missing.page;
  const failure =
    error === null ? null : (
      <Failure error={error} what={what} again={() => void query.refetch()} busy={isFetching} />
    );
  if (data === undefined) return failure ?? <Waiting what={what} />;
  return (
    <>
      {failure}
      {children(data)}
    </>
  );
}

/** A failure of reading, with the way to try again. */
export function Failure({
  error,
  what,
  again,
  busy = false,
}: {
  readonly error: unknown;
  readonly what: string;
  readonly again: () => void;
  readonly busy?: boolean;
}): ReactNode {
  const requestId = requestIdOf(error);
  return (
    <div className="note fail" role="alert">
      <Icon name="fails" />
      <div className="grow">
        <p className="b">{`${sentence(what)} could not be loaded.`}</p>
        <p>{wordsOf(error)}</p>
        {requestId === null ? null : (
          <p className="small">
            Request <code>{requestId}</code>
          </p>
        )}
      </div>
      <button type="button" className="btn s" onClick={again} disabled={busy}>
        Try again
      </button>
    </div>
  );
}

const sentence = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Grey rows, after a moment: what is quick does not flicker. */
export function Waiting({ what }: { readonly what: string }): ReactNode {
  const [since, setSince] = useState<"start" | "moment" | "long">("start");
  useEffect(() => {
    const stops = [later(() => setSince("moment"), 200), later(() => setSince("long"), 5_000)];
    return () => {
      for (const stop of stops) stop();
    };
  }, []);
  return (
    <div className="waiting" aria-busy="true">
      <p className={since === "long" ? "t2" : "vh"} role="status">
        {since === "long" ? `Still loading ${what}…` : `Loading ${what}…`}
      </p>
      {since === "start" ? null : [1, 2, 3].map((row) => <div key={row} className="grey" />)}
    </div>
  );
}
