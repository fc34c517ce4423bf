/** What the workspace is called, what it is for, and its ID. */
import "../../parts/without-eval.ts";
import { updateWorkspaceRequest } from "@grantry/contract/v1/people";
import { useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useForm } from "react-hook-form";
import { call } from "../../api/client.ts";
import { personQuery } from "../../api/queries.ts";
import { useAction } from "../../parts/action.ts";
import { byContract } from "../../parts/contract-resolver.ts";
import { CopyField } from "../../parts/copy.tsx";
import { type Environment, environments, environmentWords } from "../../parts/environment.tsx";
import { FormFailure, TextField } from "../../parts/form.tsx";
import { Card, PageHead } from "../../parts/page.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { AuditLogSettings } from "./audit-log.tsx";
import { DeleteWorkspace } from "./delete-workspace.tsx";
import { SecondFactorCard } from "./second-factor.tsx";

interface Values {
  name: string;
  environment: Environment;
}

export function GeneralPage(): ReactNode {
  const { id, name, environment, role, second_factor: factor } = useWorkspace();
  return (
    <>
      <PageHead
        title="General"
        says="What this workspace is called, what it is for, and how its audit log is kept."
      />
      {role === "owner" ? (
        <Settings key={`${name} ${environment}`} />
      ) : (
        <Card title="Workspace">
          <dl className="kv">
            <dt>Name</dt>
            <dd>
              <bdi>{name}</bdi>
            </dd>
            <dt>It is for</dt>
            <dd>{environment}</dd>
            <dt>Second factor</dt>
            <dd>{factor === "required" ? "Demanded of everybody" : "Not demanded"}</dd>
          </dl>
          <p className="note info">Needs the role owner.</p>
        </Card>
      )}
      <AuditLogSettings />
      <Card title="For programs">
        <CopyField label="Workspace ID" text={id} />
      </Card>
      {role === "owner" ? (
        <>
          <SecondFactorCard />
          <DeleteWorkspace />
        </>
      ) : null}
    </>
  );
}

function Settings(): ReactNode {
  const { id: workspaceId, name, environment } = useWorkspace();
  const queries = useQueryClient();
  const form = useForm<Values>({
    defaultValues: { name, environment: environment as Environment },
    resolver: byContract({
      schema: updateWorkspaceRequest,
      toRequest: (values) => values,
      fields: { name: "name", environment: "environment" },
    }),
  });
  const save = useAction({
    run: (body: Values) =>
      call("patch", "/v1/workspaces/{workspace_id}", {
        path: { workspace_id: workspaceId },
        body,
      }),
    says: () => "The workspace is saved.",
    after: () => queries.invalidateQueries({ queryKey: personQuery.queryKey }),
  });
  return (
    <Card title="Workspace">
      <form
        className="stack"
        noValidate
        onSubmit={(event) => void form.handleSubmit((values) => save.mutate(values))(event)}
      >
        <TextField
          label="Name"
          {...form.register("name")}
          error={form.formState.errors.name?.message}
        />
        <fieldset className="bare">
          <legend>It is for</legend>
          {environments.map((one) => (
            <label key={one} className="checkrow">
              <input type="radio" value={one} {...form.register("environment")} />
              <span>
                {environmentWords[one].name}
                <span className="small t2 block">{environmentWords[one].means}</span>
              </span>
            </label>
          ))}
        </fieldset>
        <FormFailure error={save.error} />
        <div className="acts">
          <button type="submit" className="btn pri" disabled={save.isPending}>
            Save
          </button>
        </div>
      </form>
    </Card>
  );
}
