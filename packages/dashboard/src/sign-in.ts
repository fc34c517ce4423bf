/**
 * The script of the server's sign-in page: signs in by a passkey. The form beside it works without it. Built into a file of its
 * own, which the page names.
 */
import {
  browserSupportsWebAuthn,
  type PublicKeyCredentialRequestOptionsJSON,
  startAuthentication,
} from "@simplewebauthn/browser";
import { send } from "./outside.ts";

const part = document.getElementById("passkey");
const button = part?.querySelector("button");
const said = part?.querySelector("p");
const next = part?.querySelector("a");

async function ask(address: string, body: unknown): Promise<Record<string, unknown>> {
  const response = await send(address, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  if (response.ok) return answer;
  throw new Error(String(answer["detail"] ?? "The server did not answer."));
}

async function signIn(form: HTMLFormElement): Promise<void> {
  const { public_key: options } = await ask(`${form.action}/begin`, {});
  const credential = await startAuthentication({
    optionsJSON: options as PublicKeyCredentialRequestOptionsJSON,
  });
  await ask(form.action, { credential });
  next?.click();
}

if (part instanceof HTMLFormElement && button && said && browserSupportsWebAuthn()) {
  part.hidden = false;
  part.addEventListener("submit", (event) => {
    event.preventDefault();
    button.disabled = true;
    said.textContent = "";
    signIn(part)
      .catch((thrown: unknown) => {
        // What the browser says of itself is for programmers; what the server says is for people.
        const isOurs = thrown instanceof Error && thrown.constructor === Error;
        said.textContent = isOurs
          ? thrown.message
          : "No passkey was used. Try again, or sign in with your password.";
      })
      .finally(() => {
        button.disabled = false;
      });
  });
}
