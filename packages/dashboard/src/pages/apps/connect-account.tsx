/**
 * Connects a shared account, connects it again, puts another in its place, or changes what it may do: what
 * is asked first, then the consent in a window of its own, which this one waits for.
 */
import { type ReactNode, useRef, useState } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { useAction } from "../../parts/action.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { FormFailure, TextField } from "../../parts/form.tsx";
import { Icon } from "../../parts/icon.tsx";
import { openPopup, type Popup } from "../../parts/popup.ts";
import { useReceipt } from "../../parts/receipts.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { accountOf, type Connection } from "../../words/connection.ts";
import { ScopePicker } from "../connectors/scope-picker.tsx";
import { useApp } from "./current-app.ts";
import { type CatalogueType, useDeeds, useOtherOperator } from "./shared.ts";
import { WaitForConsent } from "./wait-for-consent.tsx";

type Request = Schemas["StartSharedAuthorizationRequest"];
type ConnectDeed = "connect" | "reconnect" | "another" | "scopes";

interface Asked {
  readonly deed: ConnectDeed;
  readonly type: CatalogueType;
  readonly connection: Connection | undefined;
}

interface Wanted {
  readonly scopes: readonly string[];
  readonly settings: Readonly<Record<string, string>>;
}

const titles: Readonly<Record<ConnectDeed, (service: string, app: string) => string>> = {
  connect: (service, app) => `Connect ${service} for everyone who uses ${app}`,
  reconnect: (service) => `Reconnect ${service}`,
  another: (service) => `Use another account of ${service}`,
  scopes: (service) => `Change what ${service} is asked for`,
};

/** Whether somebody says here which scopes it is to have. */
const asksScopes = (deed: ConnectDeed) => deed === "connect" || deed === "scopes";

export function ConnectDialog({ deed, type, connection }: Asked): ReactNode {
  const { name: app } = useApp();
  const { close } = useDeeds();
  const say = useReceipt();
  const popup = useRef<Popup | null>(null);
  const other = useOtherOperator(connection);
  const [wanted, setWanted] = useState<Wanted>(() => ({
    scopes: scopesAtFirst(type, connection),
    settings: {},
  }));
  const start = useStart(popup, (answer) => {
    if (answer.status === "pending") return;
    say(`${type.name} has exactly this already.`);
    close();
  });
  const begin = () => {
    popup.current = openPopup();
    start.mutate(requestOf({ deed, type, connection }, wanted, other !== null));
  };
  const leave = () => {
    popup.current?.close();
    close();
  };
  const { data: started } = start;
  if (started?.id && started.connect_url !== null) {
    return (
      <WaitForConsent
        key={started.id}
        service={type.name}
        provider={type.provider.name}
        connection={connection}
        started={{ id: started.id, url: started.connect_url, dropped: started.dropped_scopes }}
        popup={popup.current}
        onAgain={() => start.reset()}
        onConnected={close}
        onLeave={leave}
      />
    );
  }
  return (
    <Dialog title={titles[deed](type.name, app)} onClose={close}>
      <form
        className="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          begin();
        }}
      >
        <Consequences deed={deed} type={type} connection={connection} other={other} />
        {asksScopes(deed) ? (
          <fieldset className="stack s bare">
            <legend className="lab">{`What ${app} may do`}</legend>
            <ScopePicker
              known={type.scopes}
              chosen={wanted.scopes}
              onChange={(scopes) => setWanted({ ...wanted, scopes })}
              error={undefined}
            />
          </fieldset>
        ) : null}
        {deed === "connect" ? (
          <Settings
            fields={type.setting_fields}
            values={wanted.settings}
            onChange={(settings) => setWanted({ ...wanted, settings })}
          />
        ) : null}
        <FormFailure error={start.error} />
        <div className="acts">
          <button type="submit" className="btn pri" disabled={start.isPending} data-first>
            {start.isPending ? "Starting…" : `Continue to ${type.provider.name}`}
          </button>
          <button type="button" className="btn" onClick={close}>
            Cancel
          </button>
        </div>
      </form>
    </Dialog>
  );
}

/** Starts the attempt; the window that waits for it goes to the provider, or away. */
function useStart(
  popup: { readonly current: Popup | null },
  after: (answer: Schemas["SharedAuthorization"]) => void,
) {
  const { id: workspaceId } = useWorkspace();
  const { id: appId } = useApp();
  return useAction({
    run: async (body: Request) => {
      try {
        const answer = await call(
          "post",
          "/v1/workspaces/{workspace_id}/apps/{app_id}/authorizations",
          { path: { workspace_id: workspaceId, app_id: appId }, body },
        );
        if (answer.connect_url === null) popup.current?.close();
        else popup.current?.lead(answer.connect_url);
        return answer;
      } catch (thrown) {
        popup.current?.close();
        throw thrown;
      }
    },
    after,
  });
}

/** What is there and what it is to have; of a new one, what the service is asked for unless told otherwise. */
function scopesAtFirst(type: CatalogueType, connection: Connection | undefined): string[] {
  const always = new Set(type.scopes.filter((one) => one.always).map(({ scope }) => scope));
  const standard = type.scopes.filter((one) => one.default).map(({ scope }) => scope);
  const held = [...(connection?.held_scopes ?? []), ...(connection?.missing_scopes ?? [])];
  const start = held.length === 0 ? standard : [...new Set(held)];
  return start.filter((scope) => !always.has(scope));
}

function requestOf(
  { deed, type, connection }: Asked,
  { scopes, settings }: Wanted,
  isOthers: boolean,
): Request {
  if (!asksScopes(deed)) {
    return { type: type.type, scope_mode: "add", replace: deed === "another" || isOthers };
  }
  const given = Object.entries(settings)
    .map(([name, value]) => [name, value.trim()] as const)
    .filter(([, value]) => value !== "");
  const always = type.scopes.filter((one) => one.always).map(({ scope }) => scope);
  return {
    type: type.type,
    scope_mode: "exact",
    replace: false,
    scopes: [...new Set([...always, ...scopes])],
    ...(given.length === 0
      ? {}
      : { settings: { ...connection?.settings, ...Object.fromEntries(given) } }),
  };
}

/** What goes with it, before anything is done. */
function Consequences({
  deed,
  type,
  connection,
  other,
}: Asked & { readonly other: string | null }): ReactNode {
  const { name: app } = useApp();
  const account = connection === undefined ? "" : accountOf(connection);
  const takesOver =
    other === null ? null : (
      <div className="note user">
        <Icon name="person" />
        <p className="grow">
          <bdi>{other}</bdi> connected <bdi>{account}</bdi>. Your account replaces it, and the old
          grant is revoked.
        </p>
      </div>
    );
  return (
    <>
      <p>
        {saysOf({ deed, app, provider: type.provider.name, account, isOthers: other !== null })}
      </p>
      {takesOver}
    </>
  );
}

function saysOf({
  deed,
  app,
  provider,
  account,
  isOthers,
}: {
  readonly deed: ConnectDeed;
  readonly app: string;
  readonly provider: string;
  readonly account: string;
  readonly isOthers: boolean;
}): string {
  const window = `A window of ${provider} opens.`;
  switch (deed) {
    case "connect":
      return `Everyone who uses ${app} will work with the account you choose. ${window}`;
    case "reconnect":
      return isOthers
        ? window
        : `Choose ${account} again at ${provider}. Nothing else changes. ${window}`;
    case "another":
      return isOthers
        ? window
        : `The account you choose takes the place of ${account}, whose grant is then revoked. ${window}`;
    case "scopes":
      return `${provider} asks for your consent again. Until you give it, the connection keeps what it has. ${window}`;
  }
}

function Settings({
  fields,
  values,
  onChange,
}: {
  readonly fields: CatalogueType["setting_fields"];
  readonly values: Readonly<Record<string, string>>;
  readonly onChange: (values: Readonly<Record<string, string>>) => void;
}): ReactNode {
  return fields.map(({ name, title, help, example, required }) => (
    <TextField
      key={name}
      label={title}
      placeholder={example}
      hint={`${help} ${required ? "Leave it empty to be asked in the window." : "It may stay empty."}`}
      value={values[name] ?? ""}
      onChange={(event) => onChange({ ...values, [name]: event.target.value })}
    />
  ));
}
