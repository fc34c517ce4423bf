/** `<grantry-connections>`. */
import type { UserToken } from "../user-token.ts";
import { drawConnections } from "./draw.ts";
import type { ConnectionsClient } from "./keep.ts";
import { createOwnClient } from "./own-client.ts";
import type { News } from "./snapshot.ts";
import { type ConnectionsStore, connectionsOf } from "./store.ts";
import { connectionsCss } from "./style.ts";
import { wordingOf } from "./texts.ts";
import { viewOf } from "./view.ts";
import type { ConnectionsTexts } from "./words/en.ts";

/** What the element's events tell of: `event.detail`. */
export interface ConnectionEventDetail {
  readonly connectorId: string;
  /** Stable code of a failure; null otherwise, and where there is none. */
  readonly code: string | null;
}

/** A server renders pages without it: the class must be readable there. */
const Base: typeof HTMLElement =
  typeof HTMLElement === "undefined" ? (class {} as typeof HTMLElement) : HTMLElement;

const attributes = ["server-url", "app-id", "app-name", "connector-ids", "language"];

/**
 * The list of the signed-in user's connections. Needs `app-id` and `token`, or `client`; all else has a default.
 *
 * Attributes: `app-id`; `server-url` (default: the page's own origin); `app-name` (for its sentences);
 * `connector-ids` (only these, separated by spaces); `language` (default: the page's).
 * Events, each with {@link ConnectionEventDetail}: `grantry-connected`, `grantry-disconnected`,
 * `grantry-cancelled`, `grantry-connect-failed`, `grantry-disconnect-failed`. Parts for style sheets: `list`, `row`,
 * `logo`, `name`, `account`, `state`, `note`, `actions`, `button`, `panel`, `problem`. A slot `logo-{type}` takes a
 * logo for an integration type.
 *
 * @example
 * ```html
 * <grantry-connections app-id="app_123" server-url="https://connectors.example.com"></grantry-connections>
 * <script type="module">
 *   import "@grantry/sdk/element";
 *   document.querySelector("grantry-connections").token = () => fetchUserToken();
 * </script>
 * ```
 */
export class GrantryConnectionsElement extends Base {
  static readonly observedAttributes: readonly string[] = attributes;

  #token: UserToken | undefined;
  #client: ConnectionsClient | null = null;
  #ownClient: ConnectionsClient | null = null;
  #texts: Partial<ConnectionsTexts> | undefined;
  #store: ConnectionsStore | null = null;
  #stop: (() => void) | null = null;
  #drawing: ReturnType<typeof drawConnections> | null = null;
  #isDue = false;
  #newsTold = 0;

  /** The user's token, or a function that gives it. Another one means another user: everything is read anew. */
  get token(): UserToken | undefined {
    return this.#token;
  }
  set token(token: UserToken | undefined) {
    this.#token = token;
    this.#ownClient = null;
    this.#soon();
  }

  /** A client of your own, in place of `token`, `app-id` and `server-url`. */
  get client(): ConnectionsClient | null {
    return this.#client;
  }
  set client(client: ConnectionsClient | null) {
    this.#client = client;
    this.#soon();
  }

  /** Texts of your own, in place of some of ours. */
  get texts(): Partial<ConnectionsTexts> | undefined {
    return this.#texts;
  }
  set texts(texts: Partial<ConnectionsTexts> | undefined) {
    this.#texts = texts;
    this.#soon();
  }

  /** Reads the list anew. */
  async refresh(): Promise<void> {
    await this.#store?.refresh();
  }

  connectedCallback(): void {
    this.#takeEarlyProperties();
    this.#soon();
  }

  disconnectedCallback(): void {
    this.#stop?.();
    this.#stop = null;
    this.#store = null;
    this.#drawing = null;
  }

  attributeChangedCallback(name: string): void {
    if (name === "app-id" || name === "server-url") this.#ownClient = null;
    this.#soon();
  }

  /** What was set before the element was defined stands on the element itself and hides the setters. */
  #takeEarlyProperties(): void {
    for (const name of ["token", "client", "texts"] as const) {
      if (!Object.hasOwn(this, name)) continue;
      const { [name]: value } = this;
      delete (this as Partial<Record<typeof name, unknown>>)[name];
      Object.assign(this, { [name]: value });
    }
  }

  /** Several changes of one moment are one. */
  #soon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      if (this.isConnected) this.#start();
    });
  }

  #start(): void {
    const client = this.#client ?? this.#clientOfAttributes();
    const store = client === null ? null : connectionsOf(client);
    if (store !== this.#store) {
      this.#stop?.();
      this.#store = store;
      // The buttons that are drawn belong to the former one.
      this.#drawing = null;
      this.#newsTold = store?.getSnapshot().news?.number ?? 0;
      this.#stop = store?.subscribe(() => this.#draw()) ?? null;
    }
    this.#draw();
  }

  /** Null while the app's ID or the token is missing. */
  #clientOfAttributes(): ConnectionsClient | null {
    const appId = this.getAttribute("app-id");
    if (appId === null || appId === "" || this.#token === undefined) return null;
    const serverUrl = this.getAttribute("server-url") ?? "";
    this.#ownClient ??= createOwnClient({ appId, serverUrl, token: this.#token });
    return this.#ownClient;
  }

  #draw(): void {
    const store = this.#store;
    if (store === null) return;
    const snapshot = store.getSnapshot();
    const ids = this.getAttribute("connector-ids")?.split(/\s+/).filter(Boolean);
    const wording = wordingOf({
      language: this.getAttribute("language") ?? undefined,
      texts: this.#texts,
    });
    const appName = this.getAttribute("app-name") ?? undefined;
    this.#drawing ??= drawConnections(this.#open());
    this.#drawing(viewOf(snapshot, store, { wording, appName, connectorIds: ids }));
    this.#tell(snapshot.news);
  }

  /** A style sheet that is made by script is allowed by a policy that forbids inline styles. */
  #open(): ShadowRoot {
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      `:host { display: block; } :host([hidden]) { display: none; } ${connectionsCss}`,
    );
    root.adoptedStyleSheets = [sheet];
    return root;
  }

  #tell(news: News | null): void {
    if (news === null || news.number <= this.#newsTold) return;
    this.#newsTold = news.number;
    const { connectorId, kind, failure } = news;
    const detail: ConnectionEventDetail = { connectorId, code: failure?.code ?? null };
    const init = { detail, bubbles: true, composed: true };
    this.dispatchEvent(new CustomEvent(`grantry-${kind.replace("_", "-")}`, init));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "grantry-connections": GrantryConnectionsElement;
  }
}
