/** Asks for what somebody signs in by once more, before that changes. */
import type { ReactNode } from "react";
import { useForm } from "react-hook-form";
import type { Schemas } from "../../api/client.ts";
import { isRefused } from "../../api/failures.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { FormFailure, TextField } from "../../parts/form.tsx";
import { WhosePassword } from "./whose.tsx";

type Proof = Schemas["FactorProof"];

interface Values {
  password: string;
  code: string;
}

export function ProofDialog({
  title,
  does,
  isEnd = false,
  needsCode,
  failure,
  busy,
  onDo,
  onClose,
  children,
}: {
  readonly title: string;
  /** What the button says. */
  readonly does: string;
  /** Whether something ends by it. */
  readonly isEnd?: boolean;
  /** Whether the account asks for a code besides the password. */
  readonly needsCode: boolean;
  readonly failure: unknown;
  readonly busy: boolean;
  readonly onDo: (proof: Proof) => void;
  readonly onClose: () => void;
  /** What it means. */
  readonly children: ReactNode;
}): ReactNode {
  const form = useForm<Values>({ defaultValues: { password: "", code: "" } });
  const { errors } = form.formState;
  // With a code it may be either, or a code that was used: the server says which, below both.
  const isWrong = !needsCode && isRefused(failure, "sign_in_failed");
  // As in the other dialogs: in front of what ends something, behind what does not.
  const cancel = (
    <button type="button" className="btn" onClick={onClose}>
      Cancel
    </button>
  );
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) =>
          void form.handleSubmit(({ password, code }) => onDo({ password, code: code.trim() }))(
            event,
          )
        }
      >
        <WhosePassword />
        {children}
        <TextField
          label="Your password"
          type="password"
          autoComplete="current-password"
          {...form.register("password", { required: "This is needed." })}
          error={errors.password?.message ?? (isWrong ? "The password is wrong." : undefined)}
        />
        {needsCode ? (
          <TextField
            label="Code from your authenticator app, or a recovery code"
            autoComplete="one-time-code"
            {...form.register("code", { required: "This is needed." })}
            error={errors.code?.message}
          />
        ) : null}
        <FormFailure error={isWrong ? null : failure} />
        <div className="acts">
          {isEnd ? cancel : null}
          <button type="submit" className={isEnd ? "btn danger" : "btn pri"} disabled={busy}>
            {does}
          </button>
          {isEnd ? null : cancel}
        </div>
      </form>
    </Dialog>
  );
}
