"use client";
/** Whose connections the parts below show, and in which words. */
import type { GrantryClient } from "@grantry/sdk";
import {
  type ConnectionsSnapshot,
  type ConnectionsStore,
  type ConnectionsTexts,
  connectionsOf,
  nothingKnown,
  pageLanguage,
  type ViewOptions,
  wordingOf,
} from "@grantry/sdk/connections";
import { createContext, type ReactNode, useContext, useMemo, useSyncExternalStore } from "react";

/** Props of {@link GrantryProvider}. */
export interface GrantryProviderProps {
  /** The client of the signed-in user, made once: by `createClient` of `@grantry/sdk`. Another user, another client. */
  readonly client: Pick<GrantryClient, "connectors">;
  /** The app's name, for sentences such as "Daybook can no longer use it". */
  readonly appName?: string | undefined;
  /** A language tag. Without it the page's (`<html lang>`), else the browser's; of en, de, fr, es, pt, ja. */
  readonly language?: string | undefined;
  /** Texts of your own, in place of some of ours; make the object once. */
  readonly texts?: Partial<ConnectionsTexts> | undefined;
  readonly children?: ReactNode;
}

interface Provided {
  readonly store: ConnectionsStore;
  readonly options: Pick<ViewOptions, "wording" | "appName">;
}

const Context = createContext<Provided | null>(null);

/**
 * Gives the parts below it a client.
 *
 * @example
 * ```tsx
 * const client = createClient({ appId: "app_123", token: () => session.getToken() });
 * <GrantryProvider client={client} appName="Daybook"><Connections /></GrantryProvider>
 * ```
 */
export function GrantryProvider(props: GrantryProviderProps): ReactNode {
  const { client, appName, texts, children } = props;
  const spoken = usePageLanguage();
  const language = props.language ?? spoken;
  const provided = useMemo(
    () => ({
      store: connectionsOf(client),
      options: { wording: wordingOf({ language, texts }), appName },
    }),
    [client, language, texts, appName],
  );
  return <Context.Provider value={provided}>{children}</Context.Provider>;
}

const never = () => () => {};

/** English until the page stands, as the server has rendered it; then the page's language. */
function usePageLanguage(): string {
  return useSyncExternalStore(never, pageLanguage, () => "en");
}

/** What the provider above gives. Throws an Error where there is none. */
export function useProvided(): Provided {
  const provided = useContext(Context);
  if (provided === null) throw new Error("This needs a <GrantryProvider client={…}> above it.");
  return provided;
}

/** What is known now; renders anew when it changes. */
export function useSnapshot(store: ConnectionsStore): ConnectionsSnapshot {
  return useSyncExternalStore(store.subscribe, store.getSnapshot, () => nothingKnown);
}
