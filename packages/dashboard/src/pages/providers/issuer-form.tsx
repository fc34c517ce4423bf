/** Finds an entry out from the metadata that an issuer publishes. */
import "../../parts/without-eval.ts";
import { discoverProviderRequest } from "@grantry/contract/v1/connectors";
import { useMutation } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useForm } from "react-hook-form";
import { call, type Schemas } from "../../api/client.ts";
import { byContract, faultsByField } from "../../parts/contract-resolver.ts";
import { FormFailure, TextField } from "../../parts/form.tsx";
import { Card } from "../../parts/page.tsx";
import { useWorkspace } from "../../shell/workspace.ts";

interface Values {
  issuer: string;
  name: string;
  id: string;
  scopes: string;
}

const fields = { issuer: "issuer", name: "name", id: "id", scopes: "scopes" } as const;

function toRequest({ issuer, name, id, scopes }: Values): Schemas["DiscoverProviderRequest"] {
  const asked = scopes.split(/[\s,]+/).filter(Boolean);
  return {
    issuer: issuer.trim(),
    name: name.trim(),
    id: id.trim(),
    ...(asked.length === 0 ? {} : { scopes: asked }),
  };
}

/** An id that is made of a name: `Our house` → `our_house`. */
const idOf = (name: string) =>
  name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, "_")
    .replaceAll(/^_+|_+$/g, "")
    .slice(0, 64);

export function IssuerForm({
  onFound,
}: {
  readonly onFound: (entry: Record<string, unknown>, issuer: string) => void;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const form = useForm<Values>({
    defaultValues: { issuer: "", name: "", id: "", scopes: "" },
    resolver: byContract({ schema: discoverProviderRequest, toRequest, fields }),
  });
  const { errors, dirtyFields } = form.formState;
  const discover = useMutation({
    mutationFn: (values: Values) =>
      call("post", "/v1/workspaces/{workspace_id}/providers/discover", {
        path: { workspace_id: workspaceId },
        body: toRequest(values),
      }),
    onSuccess: ({ entry }, { issuer }) => onFound(entry, issuer.trim()),
    onError: (failure) => {
      for (const { field, message } of faultsByField(failure, fields)) {
        form.setError(field as keyof Values, { message }, { shouldFocus: true });
      }
    },
  });
  const isAtField = faultsByField(discover.error, fields).length > 0;
  return (
    <Card title="Its issuer address">
      <form
        className="stack"
        noValidate
        onSubmit={(event) => void form.handleSubmit((values) => discover.mutate(values))(event)}
      >
        <p className="t2">
          Works with services that publish OpenID Connect or RFC 8414 metadata. It is read once, and
          nothing is kept before you have seen the entry.
        </p>
        <TextField
          label="Issuer address"
          mono
          inputMode="url"
          placeholder="https://login.example.com"
          hint="As the service’s metadata names it, to the letter."
          {...form.register("issuer")}
          error={errors.issuer?.message}
        />
        <TextField
          label="Name that people see"
          {...form.register("name", {
            onChange: ({ target }: { target: { value: string } }) => {
              if (dirtyFields.id !== true) form.setValue("id", idOf(target.value));
            },
          })}
          error={errors.name?.message}
        />
        <TextField
          label="ID"
          mono
          hint="For programs. It cannot be changed later."
          {...form.register("id")}
          error={errors.id?.message}
        />
        <TextField
          label="Scopes (optional)"
          mono
          placeholder="openid email"
          hint="What is asked for, with a space between them. Without any: openid, email and profile, where the service knows them."
          {...form.register("scopes")}
          error={errors.scopes?.message}
        />
        <FormFailure error={isAtField ? null : discover.error} />
        <div className="acts">
          <button type="submit" className="btn pri" disabled={discover.isPending}>
            {discover.isPending ? "Asking the service…" : "Read its metadata"}
          </button>
        </div>
      </form>
    </Card>
  );
}
