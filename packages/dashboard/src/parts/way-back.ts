/**
 * Where the focus goes once a dialog is closed. The browser gives it back to what opened the dialog; where that goes with what was
 * done, it goes to what else stands in its row, to the next row, or to the beginning of the page.
 */

const controls = "button:enabled, a[href], input:enabled, select:enabled";

/** To be called before the dialog opens; what it returns, after it has closed. */
export function wayBack(): () => void {
  const opener = document.activeElement;
  const row = opener?.closest("tr, li");
  const rows = [row, row?.nextElementSibling, row?.previousElementSibling];
  const goOn = () => {
    if (document.activeElement !== document.body) return;
    const near = rows.map((one) => one?.querySelector<HTMLElement>(controls));
    for (const one of [...near, document.querySelector("main")]) {
      one?.focus();
      if (document.activeElement !== document.body) return;
    }
  };
  // The closed dialog keeps the focus until it is taken away, which comes right after.
  return () =>
    queueMicrotask(() => {
      const hasIt = opener !== document.body && opener === document.activeElement;
      if (opener !== null && hasIt) whenGone(opener, goOn);
      else goOn();
    });
}

/** Calls `goOn` where an element is taken away while it has the focus. */
function whenGone(element: Element, goOn: () => void): void {
  const ended = new AbortController();
  const observer = new MutationObserver(() => {
    if (element.isConnected) return;
    ended.abort();
    goOn();
  });
  ended.signal.addEventListener("abort", () => observer.disconnect());
  // Not all browsers say so of what is taken away: then it is no longer there.
  const left = () => element.isConnected && ended.abort();
  element.addEventListener("focusout", () => queueMicrotask(left), { signal: ended.signal });
  observer.observe(document.body, { childList: true, subtree: true });
}
