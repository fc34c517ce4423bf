/**
 * Keys for the rows of a table: J and K go to the next row and the one before, X selects, Enter opens, since focus
 * is on the row's link. Off where somebody types, and while a dialog is open.
 */
import { type RefObject, useEffect } from "react";

const typedIn = "input:not([type=checkbox]), textarea, select, [contenteditable], dialog";

export function useRowKeys(part: RefObject<HTMLElement | null>): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const { target, key } = event;
      if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
      if (target instanceof Element && target.closest(typedIn) !== null) return;
      if (document.querySelector("dialog[open]") !== null) return;
      const links = [...(part.current?.querySelectorAll<HTMLElement>(".rowlink") ?? [])];
      const row = document.activeElement?.closest("tr");
      const at = links.findIndex((link) => link.closest("tr") === row);
      if (key === "j") links[Math.min(at + 1, links.length - 1)]?.focus();
      else if (key === "k") links[Math.max(at - 1, 0)]?.focus();
      else if (key === "x" && at >= 0) row?.querySelector<HTMLElement>("[type=checkbox]")?.click();
      else return;
      event.preventDefault();
    };
    document.addEventListener("keydown", onKey);
    return () => document.removeEventListener("keydown", onKey);
  }, [part]);
}
