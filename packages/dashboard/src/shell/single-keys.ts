/** Keys that do something by themselves, such as G then C: only where nobody types, and only as long as they are wanted (WCAG 2.2, 2.1.4). */

const offKey = "grantry-single-keys-off";

/** Whether single keys do anything in this browser. */
export function areSingleKeysOn(): boolean {
  try {
    return localStorage.getItem(offKey) === null;
  } catch {
    // A browser that keeps nothing: as they are by default.
    return true;
  }
}

export function switchSingleKeys(isOn: boolean): void {
  try {
    if (isOn) localStorage.removeItem(offKey);
    else localStorage.setItem(offKey, "1");
  } catch {
    // As above.
  }
}

/** Whether a key is meant for what has the focus, or for a dialog that is open, and not for the page. */
export function isTaken(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.isComposing) return true;
  if (event.ctrlKey || event.metaKey || event.altKey) return true;
  const { target } = event;
  const isField =
    target instanceof HTMLElement &&
    (target.isContentEditable || target.closest("input, textarea, select, [role=menu]") !== null);
  return isField || document.querySelector("dialog[open]") !== null;
}

/** Whether the keys are those of a Mac. */
export const isMac = (): boolean => /Mac|iPhone|iPad/.test(navigator.platform);
