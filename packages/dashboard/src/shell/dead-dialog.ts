/** A dialog that the address names and the page does not open: what it is about is not there, or cannot be done. */
import { notifyManager, type QueryClient, useQueryClient } from "@tanstack/react-query";
import { type AnyRouter, useRouter, useRouterState } from "@tanstack/react-router";
import { useCallback, useEffect, useSyncExternalStore } from "react";
import { Refused } from "../api/failures.ts";
import { type DialogPath, dialogs, withoutDialog } from "../dialogs.ts";

/**
 * Takes it out of the address once the page has read all that it shows. Left there it would open, unasked, as soon as what it is
 * about is there. Where reading failed it stays, and opens once that has worked.
 */
export function DeadDialog(): null {
  const router = useRouter();
  const queries = useQueryClient();
  // It is resolved once the page of that address is there.
  const address = useRouterState({
    select: ({ status, resolvedLocation: at }) =>
      status === "idle" && at !== undefined && "dialog" in at.search ? at.href : undefined,
  });
  const isRead = useIsRead(queries);
  useEffect(() => {
    if (address === undefined || !isRead) return;
    // In turn: the page is told of what was read, shows it, and may begin to read more for it, before this looks.
    notifyManager.schedule(() => {
      if (router.latestLocation.href !== address || !hasRead(queries)) return;
      if (document.querySelector("dialog[open]") === null) takeOut(router);
    });
  }, [address, isRead, router, queries]);
  return null;
}

function useIsRead(queries: QueryClient): boolean {
  const subscribe = useCallback(
    (onChange: () => void) => queries.getQueryCache().subscribe(notifyManager.batchCalls(onChange)),
    [queries],
  );
  return useSyncExternalStore(subscribe, () => hasRead(queries));
}

/** Whether the server has said all that it will of what is shown. */
function hasRead(queries: QueryClient): boolean {
  const shown = queries.getQueryCache().findAll({ type: "active" });
  return shown.every(
    ({ state: { fetchStatus, error } }) =>
      fetchStatus === "idle" &&
      (error === null || (error instanceof Refused && [403, 404].includes(error.status))),
  );
}

function takeOut(router: AnyRouter): void {
  const path = router.state.matches.at(-1)?.fullPath as DialogPath;
  if (!(path in dialogs)) return;
  void router.navigate({
    to: ".",
    search: (before: object) => withoutDialog(path, before),
    replace: true,
    resetScroll: false,
  });
}
