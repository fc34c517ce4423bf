/** What both pages of the browser tests begin with: who is signed in, and what the address asks for. */

export interface OpenPage {
  readonly settings: { readonly appId: string; readonly serverUrl: string; readonly token: string };
  readonly language: string | undefined;
  readonly connectorIds: readonly string[] | undefined;
  readonly button: string | undefined;
  /** Notes an event, for the test to read. */
  tell(kind: string, connectorId: string, code: string | null): void;
}

export async function openPage(): Promise<OpenPage> {
  const asked = new URLSearchParams(location.search);
  const settings = await (await fetch(`/session${location.search}`)).json();
  const events: unknown[] = [];
  Object.assign(globalThis, { events });
  return {
    settings,
    language: asked.get("lang") ?? undefined,
    connectorIds: asked.get("ids")?.split(","),
    button: asked.get("button") ?? undefined,
    tell: (...event) => events.push(event),
  };
}
