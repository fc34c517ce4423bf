/** When the page comes to the front, or back from the browser's cache. */
import { currentPage } from "../page.ts";

export interface PageWatch {
  start(): void;
  stop(): void;
}

/** `onBack`: the page that was left stands again as it was. Does nothing outside a browser. */
export function watchPage(calls: { onFront(): void; onBack(): void }): PageWatch {
  const page = currentPage();
  if (page === null) return { start: () => {}, stop: () => {} };
  const onFocus = () => calls.onFront();
  const onVisible = () => {
    if (page.document.visibilityState === "visible") calls.onFront();
  };
  const onShow = (event: { readonly persisted: boolean }) => {
    if (!event.persisted) return;
    calls.onBack();
    calls.onFront();
  };
  return {
    start: () => {
      page.addEventListener("focus", onFocus);
      page.addEventListener("pageshow", onShow);
      page.document.addEventListener("visibilitychange", onVisible);
    },
    stop: () => {
      page.removeEventListener("focus", onFocus);
      page.removeEventListener("pageshow", onShow);
      page.document.removeEventListener("visibilitychange", onVisible);
    },
  };
}
