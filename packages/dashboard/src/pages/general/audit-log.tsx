/** How the audit log of the workspace is kept: reads of tokens, and for how long. */
import "../../parts/without-eval.ts";
import { updateWorkspaceRequest } from "@grantry/contract/v1/people";
import { useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useForm } from "react-hook-form";
import { call, type Schemas } from "../../api/client.ts";
import { personQuery } from "../../api/queries.ts";
import { useAction } from "../../parts/action.ts";
import { ConfirmDialog } from "../../parts/confirm-dialog.tsx";
import { byContract } from "../../parts/contract-resolver.ts";
import { FormFailure, TextField } from "../../parts/form.tsx";
import { Card } from "../../parts/page.tsx";
import { SaveActs } from "../../parts/save-acts.tsx";
import { type CurrentWorkspace, useWorkspace } from "../../shell/workspace.ts";
import { numberOf } from "../../words/figures.ts";
import { counted } from "../../words/plural.ts";

const modes = ["batched", "strict"] as const;
type Mode = (typeof modes)[number];

const modeWords: Readonly<Record<Mode, { readonly name: string; readonly means: string }>> = {
  batched: {
    name: "Batched",
    means:
      "Apps get their tokens at once, and the read is recorded within a quarter of a second. A server that is killed loses the reads of its last quarter of a second.",
  },
  strict: {
    name: "Strict",
    means:
      "A token leaves only once its read is recorded. Where the record cannot be written, apps get no tokens (audit_unavailable), and each read waits for the database.",
  },
};

interface Values {
  mode: Mode;
  days: string;
  records: string;
}

type Change = Schemas["UpdateWorkspaceRequest"];

/** What is no number is sent as none, which the contract refuses. */
const limitOf = (text: string): number | null =>
  text.trim() === "" ? null : Number(text.trim().replaceAll(",", ""));

const toRequest = ({ mode, days, records }: Values): Change => ({
  audit_mode: mode,
  retention: { audit_days: limitOf(days), audit_records: limitOf(records) },
});

const valuesOf = ({ audit_mode: mode, retention }: CurrentWorkspace): Values => ({
  mode: mode === "strict" ? "strict" : "batched",
  days: String(retention.audit_days ?? ""),
  records: String(retention.audit_records ?? ""),
});

/** Whether less is kept than before: what goes then does not come back. */
function keepsLess(before: Values, after: Values): boolean {
  const less = (was: string, is: string) =>
    (limitOf(is) ?? Number.POSITIVE_INFINITY) < (limitOf(was) ?? Number.POSITIVE_INFINITY);
  return less(before.days, after.days) || less(before.records, after.records);
}

/** `records older than 90 days, and all but the newest 5,000 records` */
function whatGoes({ days, records }: Values): string {
  const [age, most] = [limitOf(days), limitOf(records)];
  return [
    ...(age === null ? [] : [`records older than ${counted(age, "day")}`]),
    ...(most === null ? [] : [`all but the newest ${numberOf(most)} records`]),
  ].join(", and ");
}

/** `For 90 days, and of these the newest 5,000` */
function howLong({ days, records }: Values): string {
  const [age, most] = [limitOf(days), limitOf(records)];
  const newest = most === null ? null : `newest ${numberOf(most)}`;
  if (age === null) return newest === null ? "For ever" : `The ${newest}`;
  const time = `For ${counted(age, "day")}`;
  return newest === null ? time : `${time}, and of these the ${newest}`;
}

export function AuditLogSettings(): ReactNode {
  const workspace = useWorkspace();
  const { mode, days, records } = valuesOf(workspace);
  return (
    <Card title="Audit log">
      {workspace.role === "owner" ? (
        <Settings key={`${mode} ${days} ${records}`} />
      ) : (
        <dl className="kv">
          <dt>Reads of tokens</dt>
          <dd>
            {modeWords[mode].name}
            <span className="small t2 block">{modeWords[mode].means}</span>
          </dd>
          <dt>Records are kept</dt>
          <dd>{howLong({ mode, days, records })}</dd>
        </dl>
      )}
    </Card>
  );
}

function Settings(): ReactNode {
  const workspace = useWorkspace();
  const before = valuesOf(workspace);
  const queries = useQueryClient();
  const [asked, setAsked] = useState<Values | null>(null);
  const form = useForm<Values>({
    defaultValues: before,
    resolver: byContract({
      schema: updateWorkspaceRequest,
      toRequest,
      fields: {
        audit_mode: "mode",
        "retention.audit_days": "days",
        "retention.audit_records": "records",
      },
    }),
  });
  const save = useAction({
    run: (values: Values) =>
      call("patch", "/v1/workspaces/{workspace_id}", {
        path: { workspace_id: workspace.id },
        body: toRequest(values),
      }),
    says: () => "The audit log settings are saved.",
    after: () => {
      setAsked(null);
      return queries.invalidateQueries({ queryKey: personQuery.queryKey });
    },
  });
  const { errors, isDirty } = form.formState;
  const submit = (values: Values) =>
    keepsLess(before, values) ? setAsked(values) : save.mutate(values);
  return (
    <>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => void form.handleSubmit(submit)(event)}
      >
        <fieldset className="bare">
          <legend>Reads of tokens are recorded</legend>
          {modes.map((one) => (
            <label key={one} className="checkrow">
              <input type="radio" value={one} {...form.register("mode")} />
              <span>
                {modeWords[one].name}
                <span className="small t2 block">{modeWords[one].means}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <TextField
          label="Days that records are kept"
          hint="Leave it empty to keep them for ever. Older ones are removed for good; what is left still verifies."
          inputMode="numeric"
          {...form.register("days")}
          error={errors.days?.message}
        />
        <TextField
          label="Records that are kept"
          hint="The newest, 1,000 or more. Leave it empty to keep all of them."
          inputMode="numeric"
          {...form.register("records")}
          error={errors.records?.message}
        />
        <FormFailure error={asked === null ? save.error : null} />
        <SaveActs needs={null} disabled={save.isPending || !isDirty} />
      </form>
      {asked === null ? null : (
        <ConfirmDialog
          title="Keep fewer records?"
          does="Keep fewer"
          ends={null}
          by={{ ...save, mutate: () => save.mutate(asked) }}
          onKeep={() => {
            setAsked(null);
            save.reset();
          }}
        >
          <p>
            The server then removes {whatGoes(asked)}, for good, as a rule within minutes. If you
            may need them, export them first.
          </p>
        </ConfirmDialog>
      )}
    </>
  );
}
