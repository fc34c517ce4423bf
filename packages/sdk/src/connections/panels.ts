/** What stands below a row while something is under way with it, and what did not work, in words. */
import { currentPage } from "../page.ts";
import type { Failure, Step } from "./snapshot.ts";
import type { ConnectionsStore } from "./store.ts";
import { fill } from "./texts.ts";
import type { ConnectionsTexts } from "./words/en.ts";

/** Something to press. */
export interface ButtonView {
  /** Names it among the buttons of its row, for style sheets and tests. */
  readonly action:
    | "connect"
    | "reconnect"
    | "disconnect"
    | "confirm"
    | "keep"
    | "show"
    | "cancel"
    | "open"
    | "retry"
    | "close";
  readonly label: string;
  /** How it looks: what one came for, what ends something, anything else. */
  readonly tone: "primary" | "danger" | "plain";
  /** To be called directly in the handler of the click. */
  run(): void;
}

/** What stands below a row while something is under way with it. */
export interface PanelView {
  readonly kind: Step["kind"];
  readonly text: string;
  /** Code and request of a failure, for support; empty where there is none. */
  readonly details: string;
  readonly buttons: readonly ButtonView[];
  /** Which button gets the focus when the panel takes the place of the button that was pressed. */
  readonly focus: ButtonView["action"] | null;
  /** What Escape does; null where it does nothing. */
  readonly escape: (() => void) | null;
}

/** What the parts of a row and its panel need to know. */
export interface About {
  readonly connectorId: string;
  readonly store: ConnectionsStore;
  readonly texts: ConnectionsTexts;
  readonly names: Readonly<Record<string, string>>;
}

export function button(
  action: ButtonView["action"],
  label: string,
  run: () => void,
  tone: ButtonView["tone"] = "plain",
): ButtonView {
  return { action, label, tone, run };
}

/** The panel of what is under way. */
export function panelOf(step: Step, about: About): PanelView {
  const { texts, store, connectorId: id, names } = about;
  const plain = { kind: step.kind, details: "", buttons: [], focus: null, escape: null };
  const dismiss = () => store.dismiss(id);
  switch (step.kind) {
    case "connecting":
      return {
        ...plain,
        text: texts.finish,
        focus: "show",
        buttons: [
          button("show", texts.showWindow, () => store.showWindow(id)),
          button("cancel", texts.cancel, () => store.cancel(id)),
        ],
      };
    case "leaving":
      return { ...plain, text: texts.leaving };
    case "disconnecting":
      return { ...plain, text: texts.disconnecting };
    case "blocked":
      return {
        ...plain,
        text: texts.blocked,
        focus: "open",
        escape: dismiss,
        buttons: [
          button(
            "open",
            texts.openHere,
            () => void store.connect(id, { display: "page" }).catch(() => {}),
            "primary",
          ),
          button("cancel", texts.cancel, dismiss),
        ],
      };
    case "asking":
      return {
        ...plain,
        text: fill(names["account"] === undefined ? texts.askPlain : texts.ask, names),
        focus: "keep",
        escape: dismiss,
        buttons: [
          button(
            "confirm",
            texts.disconnect,
            () => void store.disconnect(id).catch(() => {}),
            "danger",
          ),
          button("keep", texts.keep, dismiss),
        ],
      };
    case "failed":
      return failedPanel(step, about);
  }
}

function failedPanel(step: Step & { readonly kind: "failed" }, about: About): PanelView {
  const { texts, store, connectorId: id } = about;
  const dismiss = () => store.dismiss(id);
  const again = () => {
    void (step.during === "connect" ? store.connect(id) : store.disconnect(id)).catch(() => {});
  };
  return {
    kind: "failed",
    text: failedText(step, about),
    details: detailsOf(step.failure),
    buttons: [
      button("retry", texts.tryAgain, again, "primary"),
      button("close", texts.close, dismiss),
    ],
    focus: "retry",
    escape: dismiss,
  };
}

function failedText(step: Step & { readonly kind: "failed" }, { texts, names }: About): string {
  const { during, failure } = step;
  if (during === "disconnect")
    return sentences(fill(texts.disconnectFailed, names), failure, texts);
  if (failure.reason === "denied") return fill(texts.denied, names);
  if (failure.reason === "closed") return fill(texts.closed, names);
  if (failure.reason === "timed_out") return fill(texts.timedOut, names);
  if (failure.code === "missing_scopes") return fill(texts.notAllowed, names);
  return sentences(fill(texts.failed, names), failure, texts);
}

/** What did not work, and why where a person can do something about it. */
function sentences(what: string, { code, cause }: Failure, texts: ConnectionsTexts): string {
  if (cause === "offline") return `${what} ${texts.offline}`;
  if (code === "network_error" || code === "timeout") return `${what} ${texts.noAnswer}`;
  if (code === "origin_not_allowed") return `${what} ${ofOrigin(texts)}`;
  const isSignedOut = code === "unauthorized" || code === "app_user_required";
  return isSignedOut || code === "token_unavailable" ? `${what} ${texts.signedOut}` : what;
}

/** For the developer, who sees it first. No marks around the origin: it is copied from here. */
function ofOrigin({ originNotAllowed: text }: ConnectionsTexts): string {
  return text.replace("{origin}", currentPage()?.location.origin ?? "");
}

/** For support. What a person chose needs none. */
function detailsOf({ reason, code, requestId }: Failure): string {
  if (reason !== "failed") return "";
  return [code, requestId].filter((one) => one !== null).join(" · ");
}

/** Why the list could not be read; null where it could. */
export function problemOf(
  failure: Failure | null,
  store: ConnectionsStore,
  texts: ConnectionsTexts,
): PanelView | null {
  if (failure === null) return null;
  return {
    kind: "failed",
    text: sentences(texts.listFailed, failure, texts),
    details: detailsOf(failure),
    buttons: [button("retry", texts.tryAgain, () => void store.refresh().catch(() => {}))],
    focus: null,
    escape: null,
  };
}
