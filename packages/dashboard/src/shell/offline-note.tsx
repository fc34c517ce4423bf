/** Says that the browser has no connection. */
import { onlineManager } from "@tanstack/react-query";
import { type ReactNode, useSyncExternalStore } from "react";

export function OfflineNote(): ReactNode {
  const isOnline = useSyncExternalStore(
    (listener) => onlineManager.subscribe(listener),
    () => onlineManager.isOnline(),
  );
  return (
    <div role="status">
      {isOnline ? null : <p className="offline">No connection. What you type is kept.</p>}
    </div>
  );
}
