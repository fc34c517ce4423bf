/** The six numbered parts of the form that makes a connector. */

import { type ReactNode, useId } from "react";
import { Controller, type UseFormReturn } from "react-hook-form";
import { CopyField } from "../../parts/copy.tsx";
import { TextField } from "../../parts/form.tsx";
import { Icon } from "../../parts/icon.tsx";
import { LongChoices } from "../../parts/long-choices.tsx";
import { counted } from "../../words/plural.ts";
import type { RegisterValues } from "./draft.ts";
import type { Registered } from "./register-form.tsx";
import { ScopePicker } from "./scope-picker.tsx";
import { TestLines } from "./test-card.tsx";
import { linesOf } from "./test-lines.ts";

type OfForm = { readonly form: UseFormReturn<RegisterValues> } & Registered;

function Section({
  number,
  title,
  children,
}: {
  readonly number: number;
  readonly title: string;
  readonly children: ReactNode;
}): ReactNode {
  const id = useId();
  return (
    <section className="sect" aria-labelledby={id}>
      <header>
        <span className="num-b" aria-hidden="true">
          {number}
        </span>
        <h2 id={id}>{title}</h2>
      </header>
      {children}
    </section>
  );
}

/** Opens beside the page, whose draft stays as it is. */
function Outside({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <a href={href} target="_blank" rel="noopener noreferrer">
      {children} <Icon name="out" />
      <span className="vh"> (opens in a new tab)</span>
    </a>
  );
}

export function ProviderSection({ form, type, reservation, clients }: OfForm): ReactNode {
  const chosen = clients.find(({ id }) => id === form.watch("existing"));
  const { provider, registration } = type;
  if (chosen !== undefined) {
    return (
      <Section number={1} title={`The OAuth client at ${provider.name} is registered`}>
        <p className="t2">
          Its redirect URI stays as it is. See to it that the APIs of {type.name} are switched on
          for the client at <Outside href={registration.url}>{provider.name}</Outside>.
        </p>
        <CopyField label="Redirect URI" text={chosen.redirect_uri} />
      </Section>
    );
  }
  return (
    <Section number={1} title={`Register an OAuth client at ${provider.name}`}>
      <ol className="todo">
        {registration.steps.map(({ text, url }) => (
          <li key={text}>
            <div>
              {text}
              {url === null ? null : (
                <>
                  {" "}
                  <Outside href={url}>Open</Outside>
                </>
              )}
            </div>
          </li>
        ))}
      </ol>
      <CopyField
        label="Redirect URI, to be entered exactly as it stands"
        text={reservation.redirect_uri}
      />
      <p className="hint">
        <Outside
          href={registration.url}
        >{`Where clients are registered at ${provider.name}`}</Outside>
        {" · "}
        <Outside href={type.documentation_url}>Documentation</Outside>
      </p>
    </Section>
  );
}

export function ClientSection({
  form,
  type,
  clients,
}: Pick<OfForm, "form" | "type" | "clients">): ReactNode {
  const { errors } = form.formState;
  const isNew = form.watch("existing") === "";
  return (
    <Section number={2} title="Client ID and secret">
      {clients.length === 0 ? null : <Existing form={form} type={type} clients={clients} />}
      {isNew ? (
        <div className="two">
          <TextField
            label="Client ID"
            mono
            {...form.register("clientId")}
            error={errors.clientId?.message}
          />
          <TextField
            label="Client secret"
            mono
            type="password"
            {...form.register("clientSecret")}
            hint="Stored sealed. Nobody can read it again, you included."
            error={errors.clientSecret?.message}
          />
        </div>
      ) : null}
    </Section>
  );
}

/** One client of a provider can serve several connectors: people then see one entry in their account there. */
function Existing({ form, type, clients }: Pick<OfForm, "form" | "type" | "clients">): ReactNode {
  const id = useId();
  const { errors } = form.formState;
  return (
    <fieldset className="note info">
      <Icon name="key" />
      <div className="grow">
        <legend className="b">
          {`The workspace has ${clients.length === 1 ? "a client" : counted(clients.length, "client")} at ${type.provider.name}`}
        </legend>
        <LongChoices
          all={clients}
          noun="client"
          search="Name or client ID"
          textsOf={(client) => [client.name, client.client_id, client.id]}
          chosen={[form.watch("existing")]}
        >
          {(client, hidden) => (
            <div className="checkrow" key={client.id} hidden={hidden}>
              <input
                type="radio"
                id={`${id}-${client.id}`}
                value={client.id}
                {...form.register("existing")}
              />
              <label htmlFor={`${id}-${client.id}`} className="plain">
                {clients.length === 1 ? (
                  "Use it here, too"
                ) : (
                  <>
                    Use <bdi className="b">{client.name}</bdi> here, too
                  </>
                )}
                <code className="t2 block">{client.client_id}</code>
              </label>
            </div>
          )}
        </LongChoices>
        <div className="checkrow">
          <input type="radio" id={`${id}-new`} value="" {...form.register("existing")} />
          <label htmlFor={`${id}-new`} className="plain">
            Enter another one
          </label>
        </div>
        {errors.existing === undefined ? null : (
          <p className="err" role="alert">
            {errors.existing.message}
          </p>
        )}
      </div>
    </fieldset>
  );
}

export function ScopesSection({ form, type }: Pick<OfForm, "form" | "type">): ReactNode {
  return (
    <Section number={3} title="Scopes: what the apps may do">
      <p className="t2">
        Ask for as little as the apps need now. People who are connected have to connect again for a
        scope that is added later.
      </p>
      <Controller
        control={form.control}
        name="scopes"
        render={({ field, fieldState }) => (
          <ScopePicker
            known={type.scopes}
            chosen={field.value}
            onChange={field.onChange}
            error={fieldState.error?.message}
          />
        )}
      />
    </Section>
  );
}

export function NameSection({ form, type }: Pick<OfForm, "form" | "type">): ReactNode {
  const { errors } = form.formState;
  return (
    <Section number={4} title="Name and settings">
      <TextField
        label="Name that people see"
        {...form.register("name")}
        hint="Shown where people see their connections. One name per connector of the workspace."
        error={errors.name?.message}
      />
      {type.setting_fields.map(({ name, title, help, example, required }) => (
        <TextField
          key={name}
          label={title}
          placeholder={example}
          {...form.register(`settings.${name}`)}
          hint={`${help} ${
            required ? "Leave it empty to ask each person when they connect." : "It may stay empty."
          }`}
          error={errors.settings?.[name]?.message}
        />
      ))}
    </Section>
  );
}

export function TestSection({ type: { provider } }: Pick<OfForm, "type">): ReactNode {
  return (
    <Section number={5} title="Test">
      <p className="t2">
        Connects an account of yours in a window, and disconnects it again. Nothing is kept, and
        nobody else sees it.
      </p>
      <TestLines lines={linesOf([], provider.name)} />
    </Section>
  );
}

export function UseSection(): ReactNode {
  return (
    <Section number={6} title="Use it">
      <p className="t2">
        The connector ID and the code for your app appear here once the connector is saved.
      </p>
    </Section>
  );
}
