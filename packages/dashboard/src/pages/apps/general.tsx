/** An app's name, and where its backend functions run. */
import "../../parts/without-eval.ts";
import { updateAppRequest } from "@grantry/contract/v1/apps";
import type { ReactNode } from "react";
import { useForm } from "react-hook-form";
import { useNeeds } from "../../parts/allowed.tsx";
import { byContract } from "../../parts/contract-resolver.ts";
import { FormFailure, TextField } from "../../parts/form.tsx";
import { Card } from "../../parts/page.tsx";
import { type AppChange, useApp, useAppChange } from "./current-app.ts";

interface Values {
  name: string;
  functionsUrl: string;
}

const toRequest = ({ name, functionsUrl }: Values): AppChange => ({
  name,
  functions_url: functionsUrl.trim() === "" ? null : functionsUrl.trim(),
});

export function AppGeneralPage(): ReactNode {
  const app = useApp();
  const needs = useNeeds("workspace:write");
  const form = useForm<Values>({
    defaultValues: { name: app.name, functionsUrl: app.functions_url ?? "" },
    resolver: byContract({
      schema: updateAppRequest,
      toRequest,
      fields: { name: "name", functions_url: "functionsUrl" },
    }),
  });
  const save = useAppChange<Values>({
    changeOf: (_now, values) => toRequest(values),
    says: "The app is changed.",
    after: () => form.reset(form.getValues()),
  });
  const { errors, isDirty } = form.formState;
  return (
    <div className="narrow">
      <Card title="General">
        <form
          className="stack"
          noValidate
          onSubmit={(event) => void form.handleSubmit((values) => save.mutate(values))(event)}
        >
          <TextField
            label="Name"
            hint="People see it when they connect an account."
            readOnly={needs !== null}
            {...form.register("name")}
            error={errors.name?.message}
          />
          <TextField
            label="Address of its backend functions"
            hint="Below it they are called, each by its name. Empty where the app has none."
            placeholder="https://functions.example.com"
            mono
            readOnly={needs !== null}
            {...form.register("functionsUrl")}
            error={errors.functionsUrl?.message}
          />
          <FormFailure error={save.error} />
          <div className="acts">
            {needs === null ? (
              <button type="submit" className="btn pri" disabled={save.isPending || !isDirty}>
                Save
              </button>
            ) : (
              <p className="hint">{needs}</p>
            )}
          </div>
        </form>
      </Card>
    </div>
  );
}
