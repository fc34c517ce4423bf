/** Asks to sign in again, in place, where the session has ended: nothing that was typed is lost. */
import { type ReactNode, useEffect, useState, useSyncExternalStore } from "react";
import {
  isSignedOut,
  onSessionChange,
  signedInChannel,
  signedInPath,
  signInAddress,
  tryAgain,
} from "../api/session.ts";
import { Dialog } from "../parts/dialog.tsx";

export function SignInDialog(): ReactNode {
  const isOut = useSyncExternalStore(onSessionChange, isSignedOut);
  return isOut ? <Ask /> : null;
}

function Ask(): ReactNode {
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const channel = new BroadcastChannel(signedInChannel);
    channel.onmessage = () => void tryAgain();
    return () => channel.close();
  }, []);
  const address = signInAddress(`/dashboard${signedInPath}`);
  const byPasskey = () =>
    void import("../api/passkeys.ts")
      .then(({ signInByPasskey }) => signInByPasskey())
      .then(tryAgain)
      .then((done) => setFailed(!done))
      .catch(() => setFailed(true));
  const look = () => void tryAgain().then((done) => setFailed(!done));
  return (
    <Dialog title="Sign in again to continue" onClose={() => {}} closes={false}>
      <div className="stack">
        <p>Your session has ended. Nothing you typed is lost.</p>
        {failed ? (
          <p className="err" role="alert">
            You are not signed in yet.
          </p>
        ) : null}
        <div className="acts">
          {/* No opener: the sign-in page cannot touch this one. It tells by the channel that it is done. */}
          <a className="btn pri" href={address} target="_blank" rel="noopener">
            Sign in
          </a>
          <button type="button" className="btn" onClick={byPasskey}>
            Use a passkey
          </button>
          <button type="button" className="btn" onClick={look}>
            I have signed in
          </button>
        </div>
        <p className="hint">
          The sign-in page opens beside this one. This one continues by itself once you are signed
          in.
        </p>
      </div>
    </Dialog>
  );
}

/** What a window shows that was opened for signing in: it tells the others, and closes. */
export function SignedIn(): ReactNode {
  useEffect(() => {
    const channel = new BroadcastChannel(signedInChannel);
    channel.postMessage("signed in");
    channel.close();
    window.close();
  }, []);
  return (
    <main className="alone">
      <h1>You are signed in</h1>
      <p>Go back to the page that you came from. You can close this one.</p>
    </main>
  );
}
