/** Where an app's backend functions run, and whether they answer. */
import "../../parts/without-eval.ts";
import { updateAppRequest } from "@grantry/contract/v1/apps";
import { type ReactNode, useState } from "react";
import { useForm } from "react-hook-form";
import { call, type Schemas } from "../../api/client.ts";
import { useAction } from "../../parts/action.ts";
import { AllowedButton, useNeeds } from "../../parts/allowed.tsx";
import { byContract } from "../../parts/contract-resolver.ts";
import { FormFailure, TextField } from "../../parts/form.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Card } from "../../parts/page.tsx";
import { SaveActs } from "../../parts/save-acts.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { type AppChange, useApp, useAppChange } from "./current-app.ts";

interface Values {
  functionsUrl: string;
}

const toRequest = ({ functionsUrl }: Values): AppChange => ({
  functions_url: functionsUrl.trim() === "" ? null : functionsUrl.trim(),
});

export function FunctionsPage(): ReactNode {
  const app = useApp();
  return (
    <div className="narrow stack l">
      <Card title="Functions">
        <Address />
      </Card>
      {app.functions_url === null ? null : (
        <Card title="Does it answer?">
          <TestCall />
        </Card>
      )}
    </div>
  );
}

function Address(): ReactNode {
  const app = useApp();
  const needs = useNeeds("workspace:write");
  const form = useForm<Values>({
    defaultValues: { functionsUrl: app.functions_url ?? "" },
    resolver: byContract({
      schema: updateAppRequest,
      toRequest,
      fields: { functions_url: "functionsUrl" },
    }),
  });
  const save = useAppChange<Values>({
    changeOf: (_now, values) => toRequest(values),
    says: "The address is changed.",
    after: () => form.reset(form.getValues()),
  });
  return (
    <form
      className="stack"
      noValidate
      onSubmit={(event) => void form.handleSubmit((values) => save.mutate(values))(event)}
    >
      <p className="t2">
        The app’s pages call its functions through this server, which tells them who is signed in.
      </p>
      <TextField
        label="Address of its backend functions"
        hint="Each function is called below it by its name. Leave it empty if the app has none."
        placeholder="https://functions.example.com"
        mono
        readOnly={needs !== null}
        {...form.register("functionsUrl")}
        error={form.formState.errors.functionsUrl?.message}
      />
      <FormFailure error={save.error} />
      <SaveActs needs={needs} disabled={save.isPending || !form.formState.isDirty} />
    </form>
  );
}

function TestCall(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { id: appId } = useApp();
  const [name, setName] = useState("");
  const [problem, setProblem] = useState<string>();
  const test = useAction({
    run: (functionName: string) =>
      call("post", "/v1/workspaces/{workspace_id}/apps/{app_id}/functions/test", {
        path: { workspace_id: workspaceId, app_id: appId },
        body: { name: functionName },
      }),
  });
  const submit = () => {
    const given = name.trim();
    setProblem(given === "" ? "This is needed." : undefined);
    if (given !== "") test.mutate(given);
  };
  return (
    <form
      className="stack s"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <div className="addline">
        <TextField
          label="Name of a function"
          hint="It is called once by GET, as for a visitor who is not signed in."
          mono
          value={name}
          onChange={(event) => {
            setName(event.target.value);
            setProblem(undefined);
          }}
          error={problem}
        />
        <AllowedButton needs="apps:write" type="submit" disabled={test.isPending}>
          {test.isPending ? "Calling…" : "Call it"}
        </AllowedButton>
      </div>
      <FormFailure error={test.error} />
      {test.data === undefined ? null : <Answered of={test.data} />}
    </form>
  );
}

function Answered({
  of: { status, milliseconds, error },
}: {
  readonly of: Schemas["TestedFunction"];
}): ReactNode {
  if (error !== null) {
    return (
      <div className="note fail" role="status">
        <Icon name="fails" />
        <div className="grow">
          <p>{error.detail}</p>
          <p className="small">
            <code>{error.code}</code>, after {milliseconds} ms
          </p>
        </div>
      </div>
    );
  }
  return (
    <p className="note info" role="status">
      <Icon name="works" />
      <span className="grow">
        It answered with the status <b>{status}</b> after {milliseconds} ms.
      </span>
    </p>
  );
}
