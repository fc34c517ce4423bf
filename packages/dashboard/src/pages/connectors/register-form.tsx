/** The form that makes a connector. */
import "../../parts/without-eval.ts";
import { createConnectorRequest } from "@grantry/contract/v1/connectors";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { type FormEvent, type ReactNode, useEffect } from "react";
import { type FieldErrors, type Resolver, type UseFormReturn, useForm } from "react-hook-form";
import { call, type Schemas } from "../../api/client.ts";
import { isRefused } from "../../api/failures.ts";
import { useIdempotencyKey } from "../../api/idempotency.ts";
import { type Asks, byContract, faultsByField } from "../../parts/contract-resolver.ts";
import { useFirstWrong } from "../../parts/first-wrong.ts";
import { FormFailure } from "../../parts/form.tsx";
import { useReceipt } from "../../parts/receipts.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { dropDraft, keepDraft, type RegisterValues, readDraft } from "./draft.ts";
import {
  ClientSection,
  NameSection,
  ProviderSection,
  ScopesSection,
  TestSection,
  UseSection,
} from "./register-sections.tsx";
import { newTest } from "./use-test.ts";

export interface Registered {
  readonly type: Schemas["CatalogueType"];
  readonly reservation: Schemas["OAuthClientReservation"];
  /** Those that the workspace has at the provider. */
  readonly clients: readonly Schemas["OAuthClient"][];
}

export function RegisterForm({ type, reservation, clients }: Registered): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const asks = asksOf(type, reservation);
  const form = useForm<RegisterValues>({
    defaultValues: { ...freshOf(type, clients), ...readDraft(workspaceId, type.type).values },
    resolver: withSettings(type, byContract(asks)),
    shouldFocusError: false,
  });
  useDraft(form, { type, reservation });
  const save = useSave(form, asks, type);
  const { isPending, error } = save;
  const { errors } = form.formState;
  const element = useFirstWrong(form.formState);
  return (
    <form
      ref={element}
      className="stack l narrow"
      noValidate
      onSubmit={(event) => {
        const tests = isToBeTested(event);
        void form.handleSubmit((values) => save.mutate({ values, tests }))(event);
      }}
    >
      <ProviderSection form={form} type={type} reservation={reservation} clients={clients} />
      <ClientSection form={form} type={type} clients={clients} />
      <ScopesSection form={form} type={type} />
      <NameSection form={form} type={type} />
      <TestSection type={type} />
      <UseSection />
      <FormFailure error={error} />
      <div className="acts">
        <button type="submit" className="btn pri" disabled={isPending}>
          {isPending ? "Saving…" : "Save and test"}
        </button>
        <button type="submit" className="btn" name="test" value="no" disabled={isPending}>
          Save without a test
        </button>
        <Link
          to="/workspaces/$workspaceId/connectors"
          params={{ workspaceId }}
          className="btn quiet"
          onClick={() => dropDraft(workspaceId, type.type)}
        >
          Cancel
        </Link>
        {Object.keys(errors).length === 0 ? null : (
          <p className="err" role="status">
            Something above is missing or wrong.
          </p>
        )}
      </div>
    </form>
  );
}

/** By the button: a field that was left by the Enter key takes the first one. */
function isToBeTested({ nativeEvent }: FormEvent): boolean {
  const { submitter } = nativeEvent as SubmitEvent;
  return submitter?.getAttribute("value") !== "no";
}

type Form = UseFormReturn<RegisterValues>;

function freshOf(
  type: Registered["type"],
  clients: Registered["clients"],
): Omit<RegisterValues, "clientSecret"> & { clientSecret: string } {
  return {
    existing: clients[0]?.id ?? "",
    clientId: "",
    clientSecret: "",
    name: type.name,
    scopes: type.scopes.filter((one) => one.default && !one.always).map(({ scope }) => scope),
    settings: {},
  };
}

/** Keeps what is typed, but for the secret, whenever it changes. */
function useDraft(form: Form, { type, reservation }: Pick<Registered, "type" | "reservation">) {
  const { id: workspaceId } = useWorkspace();
  useEffect(
    () =>
      form.subscribe({
        formState: { values: true },
        callback: ({ values: { clientSecret: _secret, ...values } }) =>
          keepDraft(workspaceId, type.type, { values, reservation }),
      }),
    [form, workspaceId, type, reservation],
  );
}

function asksOf(
  type: Registered["type"],
  reservation: Registered["reservation"],
): Omit<Asks<RegisterValues>, "toRequest"> & {
  toRequest: (values: RegisterValues) => Schemas["CreateConnectorRequest"];
} {
  const always = type.scopes.filter((one) => one.always).map(({ scope }) => scope);
  return {
    schema: createConnectorRequest,
    fields: {
      name: "name",
      "oauth_client.client_id": "clientId",
      "oauth_client.client_secret": "clientSecret",
      oauth_client: "clientId",
      oauth_client_id: "existing",
      scopes: "scopes",
      settings: "settings",
    },
    toRequest: ({ existing, clientId, clientSecret, name, scopes, settings }) => ({
      type: type.type,
      name,
      ...(existing === ""
        ? {
            oauth_client: {
              client_id: clientId,
              client_secret: clientSecret,
              id: reservation.id,
            },
          }
        : { oauth_client_id: existing }),
      scopes: [...new Set([...always, ...scopes])],
      settings: Object.fromEntries(
        Object.entries(settings)
          .map(([name, value]) => [name, value.trim()] as const)
          .filter(([, value]) => value !== ""),
      ),
    }),
  };
}

/** Checks besides what only the service's own rules know: settings, and what people paste by mistake. */
function withSettings(
  { setting_fields: fields }: Registered["type"],
  resolver: Resolver<RegisterValues>,
): Resolver<RegisterValues> {
  return async (values, context, options) => {
    const { errors } = await resolver(values, context, options);
    const wrong = fields.filter(({ name, pattern }) => {
      const value = values.settings[name]?.trim() ?? "";
      return value !== "" && !new RegExp(`^(?:${pattern})$`, "u").test(value);
    });
    const settings = Object.fromEntries(
      wrong.map(({ name, pattern_error: message }) => [name, { type: "pattern", message }]),
    );
    const pasted = values.existing === "" && /\s/.test(values.clientId);
    const all = {
      ...errors,
      ...(wrong.length === 0 ? {} : { settings }),
      ...(pasted
        ? { clientId: { type: "pattern", message: "There is a space in it, perhaps at the end." } }
        : {}),
    } as FieldErrors<RegisterValues>;
    return Object.keys(all).length === 0 ? { values, errors: {} } : { values: {}, errors: all };
  };
}

function useSave(form: Form, asks: ReturnType<typeof asksOf>, type: Registered["type"]) {
  const { id: workspaceId } = useWorkspace();
  const queries = useQueryClient();
  const navigate = useNavigate();
  const say = useReceipt();
  const keyFor = useIdempotencyKey();
  return useMutation({
    mutationFn: ({ values }: { readonly values: RegisterValues; readonly tests: boolean }) => {
      const body = asks.toRequest(values);
      return call("post", "/v1/workspaces/{workspace_id}/connectors", {
        path: { workspace_id: workspaceId },
        body,
        idempotencyKey: keyFor(body),
      });
    },
    onError: (failure) => {
      const focus = { shouldFocus: true };
      if (isRefused(failure, "name_taken")) {
        const message = "The workspace has a connector of this name. Choose another name.";
        return form.setError("name", { message }, focus);
      }
      if (isRefused(failure, "client_secret_differs")) {
        return form.setError("clientSecret", { message: failure.message }, focus);
      }
      for (const { field, message } of faultsByField(failure, asks.fields)) {
        form.setError(field as "name", { message }, focus);
      }
    },
    onSuccess: async (connector, { tests }) => {
      dropDraft(workspaceId, type.type);
      await queries.invalidateQueries({ queryKey: ["workspaces", workspaceId] });
      say(`“${connector.name}” is saved.`);
      await navigate({
        to: "/workspaces/$workspaceId/connectors/$connectorId",
        params: { workspaceId, connectorId: connector.id },
        search: tests ? { test: newTest } : {},
        // Going back leads to what was before the form: there is nothing left to be saved in it.
        replace: true,
      });
    },
  });
}
