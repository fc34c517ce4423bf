/** Changes the password. */
import { changePasswordRequest } from "@grantry/contract/v1/account";
import type { ReactNode } from "react";
import { useForm } from "react-hook-form";
import { call, type Schemas } from "../../api/client.ts";
import { isRefused } from "../../api/failures.ts";
import { useAction } from "../../parts/action.ts";
import { byContract } from "../../parts/contract-resolver.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { FormFailure, TextField } from "../../parts/form.tsx";
import { WhosePassword } from "./whose.tsx";

interface Values {
  current: string;
  password: string;
}

const toRequest = ({ current, password }: Values): Schemas["ChangePasswordRequest"] => ({
  current_password: current,
  new_password: password,
});

export function PasswordDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const form = useForm<Values>({
    defaultValues: { current: "", password: "" },
    resolver: byContract({
      schema: changePasswordRequest,
      toRequest,
      fields: { current_password: "current", new_password: "password" },
    }),
  });
  const change = useAction({
    run: (values: Values) => call("post", "/v1/me/password", { body: toRequest(values) }),
    says: () => "Your password is changed.",
    after: onClose,
  });
  const { errors } = form.formState;
  const isWrong = isRefused(change.error, "sign_in_failed");
  const isBad = isRefused(change.error, "account_invalid") ? change.error.message : undefined;
  return (
    <Dialog title="Change your password" onClose={onClose} closes={!form.formState.isDirty}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => void form.handleSubmit((values) => change.mutate(values))(event)}
      >
        <WhosePassword />
        <p>
          Every other browser and every command line is signed out, and your passkeys and personal
          keys end: whoever knew the old password may have made them.
        </p>
        <TextField
          label="Current password"
          type="password"
          autoComplete="current-password"
          {...form.register("current", { required: true })}
          error={errors.current?.message ?? (isWrong ? "The password is wrong." : undefined)}
        />
        <TextField
          label="New password"
          hint="At least 12 characters. A few words are easy to remember."
          type="password"
          autoComplete="new-password"
          {...form.register("password")}
          error={errors.password?.message ?? isBad}
        />
        <FormFailure error={isWrong || isBad !== undefined ? null : change.error} />
        <div className="acts">
          <button type="submit" className="btn pri" disabled={change.isPending}>
            Change password
          </button>
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}
