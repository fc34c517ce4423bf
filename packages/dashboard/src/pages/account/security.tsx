/** What one signs in by: the password, an authenticator app, passkeys. */
import "../../parts/without-eval.ts";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { passkeysQuery, signInFactorsQuery } from "../../api/queries.ts";
import { useAction } from "../../parts/action.ts";
import { useAbout, useDialog } from "../../parts/address-dialog.ts";
import { Icon } from "../../parts/icon.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Card, PageHead } from "../../parts/page.tsx";
import { AppDialog, CodesOnce } from "./app-dialog.tsx";
import { PasskeyDialog } from "./passkey-dialog.tsx";
import { DeletePasskey, RenamePasskey } from "./passkey-dialogs.tsx";
import { PasskeysCard } from "./passkeys-card.tsx";
import { PasswordDialog } from "./password-dialog.tsx";
import { ProofDialog } from "./proof-dialog.tsx";

type Factors = Schemas["SignInFactors"];

const path = "/account/security";

export function SecurityPage(): ReactNode {
  const factors = useQuery(signInFactorsQuery);
  return (
    <>
      <PageHead title="Password and sign-in" says="What it takes to be you on this server." />
      <Loaded query={factors} what="what you sign in by">
        {(all) => (
          <div className="narrow stack l">
            {all.company ? (
              <p className="note info">
                <Icon name="lock" />
                <span className="grow">
                  Your company’s identity provider signs you in. What it asks for is changed there.
                </span>
              </p>
            ) : null}
            <PasswordCard factors={all} />
            <AppCard factors={all} />
            <Passkeys factors={all} />
            <Dialogs factors={all} />
          </div>
        )}
      </Loaded>
    </>
  );
}

function PasswordCard({ factors }: { readonly factors: Factors }): ReactNode {
  const { open } = useDialog(path);
  return (
    <Card
      title="Password"
      side={
        factors.password ? (
          <button type="button" className="btn s" onClick={() => open("password")}>
            Change password…
          </button>
        ) : null
      }
    >
      <p className="t2">
        {factors.password
          ? "You sign in with your email address and a password."
          : "Your account has no password."}
      </p>
    </Card>
  );
}

function AppCard({ factors }: { readonly factors: Factors }): ReactNode {
  const { open } = useDialog(path);
  const { authenticator_app: isOn, recovery_codes_left: left } = factors;
  if (!isOn) {
    return (
      <Card
        title="Authenticator app"
        side={
          factors.password ? (
            <button type="button" className="btn s" onClick={() => open("app")}>
              Set up…
            </button>
          ) : null
        }
      >
        <p className="t2">
          {factors.password
            ? "With an app on your phone, signing in asks for a code as well: a password that somebody has learned is not enough."
            : "There is nothing to set up: a code is asked for besides a password, and your account has no password."}
        </p>
      </Card>
    );
  }
  return (
    <Card
      title="Authenticator app"
      side={
        <span className="acts">
          <button type="button" className="btn s" onClick={() => open("codes")}>
            New recovery codes…
          </button>
          <button type="button" className="btn s danger" onClick={() => open("remove-app")}>
            Remove…<span className="vh"> the authenticator app</span>
          </button>
        </span>
      }
    >
      <div className="stack s">
        <p className="withicon">
          <Icon name="works" /> <span>Signing in asks for a code.</span>
        </p>
        <p className={left < 3 ? "" : "t2"}>{codesLeft(left)}</p>
      </div>
    </Card>
  );
}

function Passkeys({ factors }: { readonly factors: Factors }): ReactNode {
  const { open } = useDialog(path);
  return (
    <PasskeysCard
      isPossible={factors.passkeys_possible}
      hasPassword={factors.password}
      onOpen={open}
    />
  );
}

function codesLeft(left: number): string {
  if (left === 0) return "No recovery code is left. Make new ones, before you lose the app.";
  if (left === 1) return "One recovery code is left. Make new ones.";
  return `${left} recovery codes are left, for when you lose the app.`;
}

function Dialogs({ factors }: { readonly factors: Factors }): ReactNode {
  const dialog = useDialog(path);
  const { shown, close } = dialog;
  const { data: passkeys = [] } = useQuery(passkeysQuery);
  const renaming = useAbout(dialog, "rename-passkey", passkeys);
  const deleting = useAbout(dialog, "delete-passkey", passkeys);
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  if (codes !== null) {
    return (
      <CodesOnce
        codes={codes}
        onKept={() => {
          setCodes(null);
          close();
        }}
      />
    );
  }
  if (shown === "password" && factors.password) return <PasswordDialog onClose={close} />;
  if (shown === "app" && factors.password && !factors.authenticator_app) {
    return <AppDialog onClose={close} onDone={setCodes} />;
  }
  if (shown === "codes" && factors.authenticator_app) {
    return <NewCodesDialog onClose={close} onDone={setCodes} />;
  }
  if (shown === "passkey" && factors.passkeys_possible) {
    return <PasskeyDialog needsCode={factors.authenticator_app} onClose={close} />;
  }
  if (shown === "remove-app" && factors.authenticator_app) {
    return <RemoveAppDialog onClose={close} />;
  }
  if (renaming !== undefined) return <RenamePasskey passkey={renaming} onClose={close} />;
  if (deleting !== undefined) return <DeletePasskey passkey={deleting} onClose={close} />;
  return null;
}

function NewCodesDialog({
  onClose,
  onDone,
}: {
  readonly onClose: () => void;
  readonly onDone: (codes: readonly string[]) => void;
}): ReactNode {
  const reset = useAction({
    run: (body: Schemas["FactorProof"]) => call("post", "/v1/me/totp/recovery-codes", { body }),
    after: ({ recovery_codes: codes }) => onDone(codes),
  });
  return (
    <ProofDialog
      title="Make new recovery codes"
      does="Make new codes"
      needsCode
      failure={reset.error}
      busy={reset.isPending}
      onDo={reset.mutate}
      onClose={onClose}
    >
      <p>The old ones no longer work.</p>
    </ProofDialog>
  );
}

function RemoveAppDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const remove = useAction({
    run: (body: Schemas["FactorProof"]) => call("post", "/v1/me/totp/remove", { body }),
    says: () => "The authenticator app is removed.",
    after: onClose,
  });
  return (
    <ProofDialog
      title="Remove the authenticator app?"
      does="Remove the app"
      isEnd
      needsCode
      failure={remove.error}
      busy={remove.isPending}
      onDo={remove.mutate}
      onClose={onClose}
    >
      <p>Signing in asks for the password alone then. The recovery codes end, too.</p>
    </ProofDialog>
  );
}
