/**
 * What fragments of the documentation take from around them: a client, the app's own session, its database. Each block is compiled
 * beside this (typed-blocks.test.ts); what a block declares itself goes before it.
 */
import type * as react from "@grantry/react";
import type * as sdk from "@grantry/sdk";

type Client = ReturnType<typeof sdk.createClient>;

declare global {
  /** Imported further up on their page. */
  const createClient: typeof sdk.createClient;
  const GrantryProvider: typeof react.GrantryProvider;
  const Connections: typeof react.Connections;
  const ConnectButton: typeof react.ConnectButton;
  const useConnect: typeof react.useConnect;
  /** The app's client, in a page or a backend. */
  const client: Client;
  const backend: Client["asServiceRole"];
  const settings: Parameters<typeof sdk.createClient>[0];
  const connectorId: string;
  const id: string;
  const verifier: string;
  const returnUrl: string;
  const eventsUrl: string;
  const authorizationUrl: string;
  const userToken: string;
  const userJwt: string;
  /** Of the app's own server. */
  const session: {
    readonly userId: string;
    readonly user: { readonly id: string };
    consent: { id: string; verifier: string };
    getToken(): Promise<string>;
  };
  const query: { readonly grantry_code: string };
  const response: { redirect(url: string): void };
  const database: { saveCalendar(userId: string, connectionId: string | null): Promise<void> };
  /** Of the app's own page. */
  const button: HTMLButtonElement;
  function show(text: string): void;
  function showConnect(): void;
  function fetchUserToken(): Promise<string>;
}
