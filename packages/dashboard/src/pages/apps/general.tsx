/** An app's name, its limits and its end. */
import "../../parts/without-eval.ts";
import { updateAppRequest } from "@grantry/contract/v1/apps";
import type { ReactNode } from "react";
import { useForm } from "react-hook-form";
import { useNeeds } from "../../parts/allowed.tsx";
import { byContract } from "../../parts/contract-resolver.ts";
import { FormFailure, TextField } from "../../parts/form.tsx";
import { Card } from "../../parts/page.tsx";
import { SaveActs } from "../../parts/save-acts.tsx";
import { type AppChange, useApp, useAppChange } from "./current-app.ts";
import { DeleteApp } from "./delete-app.tsx";
import { AppLimits } from "./limits.tsx";

interface Values {
  name: string;
}

const toRequest = ({ name }: Values): AppChange => ({ name });

export function AppGeneralPage(): ReactNode {
  const app = useApp();
  const needs = useNeeds("workspace:write");
  const form = useForm<Values>({
    defaultValues: { name: app.name },
    resolver: byContract({
      schema: updateAppRequest,
      toRequest,
      fields: { name: "name" },
    }),
  });
  const save = useAppChange<Values>({
    changeOf: (_now, values) => toRequest(values),
    says: "The app is changed.",
    after: () => form.reset(form.getValues()),
  });
  const { errors, isDirty } = form.formState;
  return (
    <div className="narrow stack l">
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
          <FormFailure error={save.error} />
          <SaveActs needs={needs} disabled={save.isPending || !isDirty} />
        </form>
      </Card>
      <AppLimits />
      <DeleteApp />
    </div>
  );
}
