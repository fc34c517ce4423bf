/** Makes a personal key. */
import { createPersonalKeyRequest } from "@grantry/contract/v1/people";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useForm } from "react-hook-form";
import { call, type Schemas } from "../../api/client.ts";
import { useIdempotencyKey } from "../../api/idempotency.ts";
import { personQuery } from "../../api/queries.ts";
import { useAction } from "../../parts/action.ts";
import { byContract } from "../../parts/contract-resolver.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { FormFailure, TextField } from "../../parts/form.tsx";
import { Icon } from "../../parts/icon.tsx";
import { LifetimeField } from "../../parts/lifetime-field.tsx";
import { scopeWords, serverScopeWords } from "../../words/scopes.ts";

type Request = Schemas["CreatePersonalKeyRequest"];

interface Values {
  name: string;
  scopes: Request["scopes"];
  days: string;
}

const toRequest = ({ name, scopes, days }: Values): Request => ({
  name,
  scopes,
  expires_in_days: Number(days),
});

export function CreateKeyDialog({
  onClose,
  onCreated,
}: {
  readonly onClose: () => void;
  readonly onCreated: (created: Schemas["CreatedPersonalKey"]) => void;
}): ReactNode {
  const { data: person } = useQuery(personQuery);
  const keyFor = useIdempotencyKey();
  const form = useForm<Values>({
    defaultValues: { name: "", scopes: ["apps:read"], days: "90" },
    resolver: byContract({
      schema: createPersonalKeyRequest,
      toRequest,
      fields: { name: "name", scopes: "scopes", expires_in_days: "days" },
    }),
  });
  const create = useAction({
    run: (values: Values) => {
      const body = toRequest(values);
      return call("post", "/v1/me/keys", { body, idempotencyKey: keyFor(body) });
    },
    after: onCreated,
  });
  const { errors } = form.formState;
  const offered = {
    ...scopeWords,
    ...(person?.server_operator === true ? serverScopeWords : {}),
  };
  return (
    <Dialog title="Create a personal key" onClose={onClose} closes={!form.formState.isDirty}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => void form.handleSubmit((values) => create.mutate(values))(event)}
      >
        <TextField
          label="Name"
          hint="Where it is used: it is how you find it again."
          placeholder="laptop"
          {...form.register("name")}
          error={errors.name?.message}
        />
        <fieldset className="bare">
          <legend>What it may do, in all your workspaces, as far as you may</legend>
          {Object.entries(offered).map(([scope, words]) => (
            <label key={scope} className="checkrow">
              <input type="checkbox" value={scope} {...form.register("scopes")} />
              <span>
                {words}
                <code className="t2 block">{scope}</code>
              </span>
            </label>
          ))}
          {errors.scopes === undefined ? null : (
            <p className="err">
              <Icon name="fails" />
              <span>Choose at least one thing that it may do.</span>
            </p>
          )}
        </fieldset>
        <LifetimeField choices={[7, 30, 90, 365]} {...form.register("days")} />
        <FormFailure error={create.error} />
        <div className="acts">
          <button type="submit" className="btn pri" disabled={create.isPending}>
            Create
          </button>
          <button type="button" className="btn" onClick={onClose}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}
