/** What the browser does with passkeys, by @simplewebauthn/browser; loaded where somebody has or makes one. */
import {
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
  startRegistration,
  WebAuthnError,
} from "@simplewebauthn/browser";
import { call, type Schemas } from "./client.ts";

type Options = Schemas["PasskeyOptions"]["public_key"];

/** Has the browser make a passkey, and answers it. Rejects where the person or the browser did not want to. */
export async function makePasskey(
  options: Options,
): Promise<Schemas["AddPasskeyRequest"]["credential"]> {
  const optionsJSON = options as unknown as PublicKeyCredentialCreationOptionsJSON;
  // The document lets it have more members than it names.
  return (await startRegistration({ optionsJSON })) as never;
}

/** Signs in by a passkey that the person chooses; the session is this browser's then. */
export async function signInByPasskey(): Promise<void> {
  const { public_key: options } = await call("post", "/v1/sessions/passkey/begin");
  const credential = await startAuthentication({
    optionsJSON: options as unknown as PublicKeyCredentialRequestOptionsJSON,
  });
  await call("post", "/v1/sessions/passkey", { body: { credential: credential as never } });
}

/** Whether a failure is the browser's or the person's, and not the server's. */
export const isOfBrowser = (failure: unknown): failure is Error =>
  failure instanceof WebAuthnError || failure instanceof DOMException;

/** What to say of it. */
export function browserSays(failure: Error): string {
  if (
    failure instanceof WebAuthnError &&
    failure.code === "ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED"
  ) {
    return "There is a passkey of this account already.";
  }
  return "The browser made nothing of it: it was canceled, or took too long. Try again.";
}
