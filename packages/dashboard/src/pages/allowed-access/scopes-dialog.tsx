/** Which scopes of a service may be asked for. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { wordsOf } from "../../api/failures.ts";
import { policyPreview } from "../../api/queries.ts";
import { Consequences } from "../../parts/consequences.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { FormFailure } from "../../parts/form.tsx";
import { useReceipt } from "../../parts/receipts.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { ScopePicker } from "../connectors/scope-picker.tsx";
import { type OfService, usePolicyChange } from "./policy-change.ts";

export function ScopesDialog({
  policy,
  type,
  onClose,
}: OfService & { readonly onClose: () => void }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const say = useReceipt();
  const change = usePolicyChange(policy);
  const known = type?.scopes ?? [];
  const usual = known.filter((one) => one.default || one.always).map(({ scope }) => scope);
  const [limits, setLimits] = useState(policy.allowed_scopes !== null);
  const [scopes, setScopes] = useState<readonly string[]>(policy.allowed_scopes ?? usual);
  const allowed = limits ? [...scopes] : null;
  const isOther = JSON.stringify(allowed) !== JSON.stringify(policy.allowed_scopes);
  const name = type?.name ?? policy.type;
  const preview = useQuery({
    ...policyPreview(workspaceId, policy.type, { allowed_scopes: allowed }),
    enabled: isOther,
    retry: false,
    placeholderData: keepPreviousData,
  });
  return (
    <Dialog title={`Scopes of ${name}`} onClose={onClose} closes={!isOther}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate(
            { allowed_scopes: allowed },
            {
              onSuccess: () => {
                say(`What is allowed of ${name} is changed.`);
                onClose();
              },
            },
          );
        }}
      >
        <fieldset className="bare">
          <legend className="vh">Which scopes may be asked for</legend>
          <div className="checkrow">
            <input
              type="radio"
              id="scopes-all"
              name="limits"
              checked={!limits}
              onChange={() => setLimits(false)}
            />
            <label htmlFor="scopes-all" className="plain">
              All scopes may be asked for
            </label>
          </div>
          <div className="checkrow">
            <input
              type="radio"
              id="scopes-some"
              name="limits"
              checked={limits}
              onChange={() => setLimits(true)}
            />
            <label htmlFor="scopes-some" className="plain">
              Only these
            </label>
          </div>
        </fieldset>
        {limits ? (
          <ScopePicker
            known={known}
            chosen={scopes}
            onChange={setScopes}
            error={preview.error === null ? undefined : wordsOf(preview.error)}
          />
        ) : null}
        <Consequences
          impact={isOther ? preview.data : undefined}
          provider={type?.provider.name ?? name}
        />
        <FormFailure error={change.error} />
        <div className="acts">
          <button type="submit" className="btn pri" disabled={change.isPending || !isOther}>
            Save
          </button>
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}
