/** A small window in which somebody signs in at a provider. */

export interface Popup {
  /** Loads an address in it. */
  lead(url: string): void;
  /** Brings it to the front, while it can be found: a provider may cut it off from this page. */
  show(): void;
  close(): void;
  /** Whether it is closed, or out of reach: a provider may have cut it off. */
  isGone(): boolean;
}

/**
 * Opens one, empty, at once: after an answer of the server browsers would block it. Null where the browser
 * blocked it nevertheless. What is loaded in it cannot reach this page.
 */
export function openPopup(): Popup | null {
  const opened = window.open("about:blank", "_blank", "popup,width=560,height=760");
  if (opened === null) return null;
  opened.opener = null;
  return {
    lead: (url) => opened.location.replace(url),
    show: () => opened.focus(),
    close: () => opened.close(),
    isGone: () => opened.closed,
  };
}
