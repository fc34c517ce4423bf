/**
 * `@grantry/sdk/connections`: what `@grantry/react` and the custom element are made of, for parts of your own in
 * another framework: a store of the user's connections, and what is to be shown of it in words.
 */
export { createRowFocus, type RowFocus } from "./focus.ts";
export type { ConnectionsClient, StartOptions } from "./keep.ts";
export type { ButtonView, PanelView } from "./panels.ts";
export {
  type ConnectionsSnapshot,
  type Failure,
  type News,
  nothingKnown,
  type Step,
} from "./snapshot.ts";
export { type ConnectionsStore, connectionsOf } from "./store.ts";
export { connectionsCss } from "./style.ts";
export {
  fill,
  languages,
  pageLanguage,
  type TextChoice,
  type Wording,
  wordingOf,
} from "./texts.ts";
export {
  buttonOf,
  type ConnectButtonView,
  type ConnectionsView,
  type RowView,
  rowOf,
  type ViewOptions,
  viewOf,
} from "./view.ts";
export type { ConnectionsTexts } from "./words/en.ts";
