/** The keys of every page, and the button for whoever does not know them. What they open comes when it is first opened. */
import { useNavigate } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { now } from "../outside.ts";
import { Icon } from "../parts/icon.tsx";
import { areSingleKeysOn, isMac, isTaken } from "./single-keys.ts";
import { useWorkspace } from "./workspace.ts";

const SearchDialog = lazy(async () => ({
  default: (await import("./search/search-dialog.tsx")).SearchDialog,
}));
const KeysDialog = lazy(async () => ({
  default: (await import("./search/keys-dialog.tsx")).KeysDialog,
}));

type Open = "search" | "keys" | null;

/** How long after G the second key counts. */
const secondKeyMs = 1_500;

/** Where a key after G goes. */
const places = {
  o: "/workspaces/$workspaceId",
  c: "/workspaces/$workspaceId/connections",
  n: "/workspaces/$workspaceId/connectors",
  p: "/workspaces/$workspaceId/apps",
  a: "/workspaces/$workspaceId/audit",
} as const;

const routeOfKey = (key: string) =>
  Object.hasOwn(places, key) ? places[key as keyof typeof places] : undefined;

export function Shortcuts(): ReactNode {
  const [open, setOpen] = useState<Open>(null);
  useKeys(setOpen);
  const close = () => setOpen(null);
  return (
    <>
      <button
        type="button"
        className="btn jump"
        aria-keyshortcuts="Control+K Meta+K"
        onClick={() => setOpen("search")}
      >
        <Icon name="search" />
        <span>Search or jump to</span>
        <span aria-hidden="true">
          <kbd>{isMac() ? "⌘ K" : "Ctrl K"}</kbd>
        </span>
      </button>
      <Suspense fallback={null}>
        {open === "search" ? <SearchDialog onClose={close} /> : null}
        {open === "keys" ? <KeysDialog onClose={close} /> : null}
      </Suspense>
    </>
  );
}

function useKeys(open: (what: Open) => void): void {
  const navigate = useNavigate();
  const { id: workspaceId } = useWorkspace();
  /** When G was pressed. */
  const since = useRef<number | null>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const key = event.key.toLowerCase();
      const isSearch = key === "k" && (event.ctrlKey || event.metaKey) && !event.altKey;
      if (isSearch && document.querySelector("dialog[open]") === null) {
        event.preventDefault();
        return open("search");
      }
      if (isTaken(event) || !areSingleKeysOn()) return;
      const isSecond = since.current !== null && now() - since.current < secondKeyMs;
      since.current = key === "g" && !isSecond ? now() : null;
      const to = isSecond ? routeOfKey(key) : undefined;
      if (to !== undefined) {
        event.preventDefault();
        void navigate({ to, params: { workspaceId } });
      } else if (key === "?") {
        event.preventDefault();
        open("keys");
      } else if (key === "/" && focusSearch()) {
        event.preventDefault();
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [navigate, workspaceId, open]);
}

/** Goes to the page's own search field; whether it has one. */
function focusSearch(): boolean {
  const field = document.querySelector<HTMLInputElement>("main input[type=search]");
  field?.focus();
  return field !== null;
}
