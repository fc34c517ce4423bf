/** Who completes the consents of the app's users, and where its native apps come back to. */
import "../../parts/without-eval.ts";
import { updateAppRequest } from "@grantry/contract/v1/apps";
import type { ReactNode } from "react";
import { useForm } from "react-hook-form";
import { useNeeds } from "../../parts/allowed.tsx";
import { byContract } from "../../parts/contract-resolver.ts";
import { FormFailure, SelectField, TextField } from "../../parts/form.tsx";
import { Card } from "../../parts/page.tsx";
import { SaveActs } from "../../parts/save-acts.tsx";
import { type AppChange, useApp, useAppChange } from "./current-app.ts";

interface Values {
  completion: NonNullable<AppChange["completion"]>;
  nativeReturnUrls: string;
}

const toRequest = ({ completion, nativeReturnUrls }: Values): AppChange => ({
  completion,
  native_return_urls: nativeReturnUrls.split(/\s+/).filter((one) => one !== ""),
});

export function AppCompletion(): ReactNode {
  const app = useApp();
  const needs = useNeeds("workspace:write");
  const form = useForm<Values>({
    defaultValues: {
      completion: app.completion === "required" ? "required" : "offered",
      nativeReturnUrls: app.native_return_urls.join(" "),
    },
    resolver: byContract({
      schema: updateAppRequest,
      toRequest,
      fields: { completion: "completion", native_return_urls: "nativeReturnUrls" },
    }),
  });
  const save = useAppChange<Values>({
    changeOf: (_now, values) => toRequest(values),
    says: "Completion is changed.",
    after: () => form.reset(form.getValues()),
  });
  const { errors, isDirty } = form.formState;
  return (
    <Card title="Completion">
      <form
        className="stack"
        noValidate
        onSubmit={(event) => void form.handleSubmit((values) => save.mutate(values))(event)}
      >
        <p className="t2">
          When the app completes a connection itself, whoever consents by a link that somebody else
          sent connects nothing. Our SDK does so; the official Base44 SDK cannot.
        </p>
        <SelectField
          label="Who completes connections"
          hint="With “only the app”, users of the official Base44 SDK cannot connect."
          disabled={needs !== null}
          {...form.register("completion")}
          error={errors.completion?.message}
        >
          <option value="offered">The app, where it can</option>
          <option value="required">Only the app</option>
        </SelectField>
        <TextField
          label="Return addresses of native apps"
          hint="Each exactly as it is asked for, separated by spaces. Leave it empty if there are none."
          placeholder="com.example.daybook:/connected"
          mono
          readOnly={needs !== null}
          {...form.register("nativeReturnUrls")}
          error={errors.nativeReturnUrls?.message}
        />
        <FormFailure error={save.error} />
        <SaveActs needs={needs} disabled={save.isPending || !isDirty} />
      </form>
    </Card>
  );
}
