/**
 * Client authentication (RFC 6749 section 2.3) as function values: each adds what it needs to the
 * headers or the body of a request.
 */
import { type ClientAuth, ClientSecretPost } from "oauth4webapi";
import type { Secret } from "../lib/secret.ts";

export type ClientAuthentication = ClientAuth;

/**
 * `client_secret_basic`. Id and secret are form-encoded first, as RFC 6749 section 2.3.1 asks, with
 * the unreserved characters left as they are: ids and secrets made of those alone read the same for
 * servers that decode and for those that do not.
 */
export function clientSecretBasic(secret: Secret): ClientAuthentication {
  return (_server, client, _body, headers) => {
    const pair = `${formEncode(client.client_id)}:${formEncode(secret.reveal())}`;
    headers.set("authorization", `Basic ${Buffer.from(pair).toString("base64")}`);
  };
}

/** `client_secret_post`: id and secret in the body. */
export function clientSecretPost(secret: Secret): ClientAuthentication {
  return ClientSecretPost(secret.reveal());
}

/** `none`: a public client names itself. */
export function publicClient(): ClientAuthentication {
  return (_server, client, body) => body.set("client_id", client.client_id);
}

/** The call carries an `Authorization` header of its own, such as the token's. */
export function authorizationHeader(scheme: string, credential: Secret): ClientAuthentication {
  return (_server, _client, _body, headers) => {
    headers.set("authorization", `${scheme} ${credential.reveal()}`);
  };
}

/** Nothing is said of the client. */
export function anonymous(): ClientAuthentication {
  return () => {};
}

function formEncode(value: string): string {
  return new URLSearchParams({ "": value }).toString().slice(1).replaceAll("%7E", "~");
}
