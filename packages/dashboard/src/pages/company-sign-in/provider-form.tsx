/** Declares the identity provider by which people sign in, or changes it. Its secret goes in and never comes out. */
import { putSignInProviderRequest } from "@grantry/contract/v1/sign-in-provider";
import { type ReactNode, useEffect } from "react";
import { type UseFormReturn, useForm } from "react-hook-form";
import { callSeen, type Schemas, type Seen } from "../../api/client.ts";
import { AllowedButton, useNeeds } from "../../parts/allowed.tsx";
import { ChangedMeanwhile } from "../../parts/changed-meanwhile.tsx";
import { byContract, faultsByField } from "../../parts/contract-resolver.ts";
import { useFirstWrong } from "../../parts/first-wrong.ts";
import { Field, FormFailure, SelectField, TextField } from "../../parts/form.tsx";
import { Icon } from "../../parts/icon.tsx";
import { useSeenChange } from "../../parts/seen-change.ts";
import { useWorkspace } from "../../shell/workspace.ts";
import { type Provider, readProvider } from "./queries.ts";

type Body = Schemas["PutSignInProviderRequest"];

interface Values {
  issuer: string;
  clientId: string;
  clientSecret: string;
  domains: string;
  defaultRole: string;
}

const fields = {
  issuer: "issuer",
  client_id: "clientId",
  client_secret: "clientSecret",
  domains: "domains",
  default_role: "defaultRole",
} as const;

/** What the form begins with where there is no provider yet; nothing was seen, so nothing can be otherwise by now. */
const none: Seen<Pick<Provider, "issuer" | "client_id" | "default_role" | "domains">> = {
  issuer: "",
  client_id: "",
  default_role: null,
  domains: [],
  etag: "",
};
type Base = typeof none;

const valuesOf = ({ issuer, client_id, default_role, domains }: Omit<Base, "etag">): Values => ({
  issuer,
  clientId: client_id,
  clientSecret: "",
  domains: domains.map(({ domain }) => domain).join("\n"),
  defaultRole: default_role ?? "",
});

/** Whether the secret that is set goes where it went before. */
const keepsSecret = (base: Base, { issuer, clientId }: Values) =>
  base.issuer !== "" && base.issuer === issuer.trim() && base.client_id === clientId.trim();

function requestOf(base: Base, values: Values): Body {
  const { clientSecret, defaultRole, domains } = values;
  return {
    issuer: values.issuer.trim(),
    client_id: values.clientId.trim(),
    domains: domains.split(/[\s,]+/).filter((one) => one !== ""),
    default_role: defaultRole === "" ? null : (defaultRole as Body["default_role"]),
    ...(clientSecret === "" && keepsSecret(base, values) ? {} : { client_secret: clientSecret }),
  } as Body;
}

function useProviderChange(now: Seen<Provider> | null) {
  const { id: workspaceId } = useWorkspace();
  const change = useSeenChange<Omit<Base, "etag">, Body>({
    seen: now ?? none,
    read: () => readProvider(workspaceId),
    write: async (body, etag) => {
      try {
        return await callSeen("put", "/v1/workspaces/{workspace_id}/sign-in-provider", {
          path: { workspace_id: workspaceId },
          body,
          ...(etag === "" ? {} : { ifMatch: etag }),
        });
      } catch (failure) {
        for (const { field, message } of faultsByField<Values>(failure, fields)) {
          form.setError(field as keyof Values, { message });
        }
        throw failure;
      }
    },
    says: "The identity provider is saved.",
    after: () => form.reset({ ...form.getValues(), clientSecret: "" }),
    take: (theirs) => form.reset(valuesOf(theirs)),
    // A domain was proven: the form does not show it.
    isSame: (theirs, base) => JSON.stringify(valuesOf(theirs)) === JSON.stringify(valuesOf(base)),
  });
  const form: UseFormReturn<Values> = useForm<Values>({
    defaultValues: valuesOf(now ?? none),
    shouldFocusError: false,
    resolver: byContract({
      schema: putSignInProviderRequest,
      toRequest: (values) => requestOf(change.base, values),
      fields,
    }),
  });
  return { form, change };
}

export function ProviderForm({
  now,
  isFocused,
}: {
  readonly now: Seen<Provider> | null;
  readonly isFocused: boolean;
}): ReactNode {
  const { form, change } = useProviderChange(now);
  const { setFocus } = form;
  useEffect(() => {
    if (isFocused) setFocus("issuer");
  }, [isFocused, setFocus]);
  const { meanwhile } = change;
  const element = useFirstWrong(form.formState);
  const { base } = change;
  const submit = form.handleSubmit((values) => change.change(requestOf(base, values)));
  const hasFaults = faultsByField<Values>(change.error, fields).length > 0;
  const isMoved = base.issuer !== "" && form.watch("issuer").trim() !== base.issuer;
  return (
    <form ref={element} className="stack" noValidate onSubmit={(event) => void submit(event)}>
      <Fields form={form} base={base} />
      {isMoved ? (
        <p className="note user">
          <Icon name="fails" />
          <span className="grow">
            Another issuer: whoever signed in by the old one is recognised by their address once
            more, at their next sign-in.
          </span>
        </p>
      ) : null}
      <FormFailure error={hasFaults ? null : change.error} />
      <div className="acts">
        <AllowedButton
          needs="workspace:own"
          type="submit"
          className="btn pri"
          disabled={change.isPending}
        >
          Save
        </AllowedButton>
      </div>
      {meanwhile === null ? null : (
        <ChangedMeanwhile
          meanwhile={meanwhile}
          differences={differencesOf(form.getValues(), valuesOf(meanwhile.theirs))}
          error={change.error}
          busy={change.isPending}
        />
      )}
    </form>
  );
}

const differencesOf = (mine: Values, theirs: Values) => [
  { label: "Issuer", mine: mine.issuer, theirs: theirs.issuer },
  { label: "Client ID", mine: mine.clientId, theirs: theirs.clientId },
  { label: "Domains", mine: mine.domains, theirs: theirs.domains },
  {
    label: "Who comes without an invitation",
    mine: mine.defaultRole,
    theirs: theirs.defaultRole,
  },
];

function Fields({
  form,
  base,
}: {
  readonly form: UseFormReturn<Values>;
  readonly base: Base;
}): ReactNode {
  const readOnly = useNeeds("workspace:own") !== null;
  const { errors } = form.formState;
  const field = (name: keyof Values) => ({
    ...form.register(name),
    readOnly,
    error: errors[name]?.message,
  });
  const { readOnly: _, error: roleError, ...role } = field("defaultRole");
  const { error: domainsError, ...domains } = field("domains");
  return (
    <>
      <TextField
        label="Issuer"
        hint="The address at which it publishes its discovery document, as that document names it."
        placeholder="https://id.example.com"
        mono
        {...field("issuer")}
      />
      <TextField label="Client ID" mono {...field("clientId")} />
      {readOnly ? null : (
        <TextField
          label="Client secret"
          type="password"
          autoComplete="new-password"
          hint={
            keepsSecret(base, form.watch())
              ? "One is set, and never shown. Leave this empty to keep it, or enter another one."
              : "It is kept encrypted, and never shown again."
          }
          mono
          {...field("clientSecret")}
        />
      )}
      <Field
        label="Domains"
        hint="Of the email addresses that sign in with it, one per line."
        error={domainsError}
      >
        {(joins) => (
          <textarea
            {...joins}
            {...domains}
            className="in mono"
            rows={3}
            autoComplete="off"
            spellCheck={false}
            placeholder="example.com"
          />
        )}
      </Field>
      <SelectField
        label="Who comes without an invitation"
        disabled={readOnly}
        error={roleError}
        {...role}
      >
        <option value="">is refused: people need an invitation</option>
        <option value="viewer">becomes viewer</option>
        <option value="member">becomes member</option>
        <option value="admin">becomes admin</option>
      </SelectField>
    </>
  );
}
