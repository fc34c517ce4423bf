/** Fields of what a service token may do, and with which connectors: of making one, and of changing it. */

import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { UseFormReturn } from "react-hook-form";
import { connectorsQuery, sharedConnectionsQuery } from "../../api/queries.ts";
import { Icon } from "../../parts/icon.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { LongChoices } from "../../parts/long-choices.tsx";
import { Name } from "../../parts/name.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { type ServiceScope, serviceScopeWords } from "../../words/service-scopes.ts";
import { useApp } from "./current-app.ts";

export interface Limits {
  scopes: ServiceScope[];
  /** Whether it reaches those that are chosen alone. */
  reach: "all" | "some";
  connectors: string[];
}

/** The same as a request has it. */
export const limitsToRequest = ({ scopes, reach, connectors }: Limits) => ({
  scopes,
  connector_ids: reach === "all" ? null : connectors,
});

export const limitFields = { scopes: "scopes", connector_ids: "connectors" } as const;

/** `form`: of values that hold these among others. */
export function LimitFields({ form }: { readonly form: UseFormReturn<Limits> }): ReactNode {
  const { errors } = form.formState;
  return (
    <>
      <fieldset className="bare">
        <legend>What it may do</legend>
        {Object.entries(serviceScopeWords).map(([scope, words]) => (
          <label key={scope} className="checkrow">
            <input type="checkbox" value={scope} {...form.register("scopes")} />
            <span>
              {words}
              <code className="t2 block">{scope}</code>
            </span>
          </label>
        ))}
        <Wrong shown={errors.scopes !== undefined}>Choose at least one thing that it may do.</Wrong>
      </fieldset>
      <fieldset className="bare">
        <legend>Connectors that it reaches</legend>
        <label className="checkrow">
          <input type="radio" value="all" {...form.register("reach")} />
          <span>All of the app, also those that come later</span>
        </label>
        <label className="checkrow">
          <input type="radio" value="some" {...form.register("reach")} />
          <span>Only these</span>
        </label>
        {form.watch("reach") === "some" ? <Connectors form={form} /> : null}
        <Wrong shown={errors.connectors !== undefined}>Choose at least one connector.</Wrong>
      </fieldset>
    </>
  );
}

function Wrong({
  shown,
  children,
}: {
  readonly shown: boolean;
  readonly children: ReactNode;
}): ReactNode {
  if (!shown) return null;
  return (
    <p className="err" role="alert">
      <Icon name="fails" />
      <span>{children}</span>
    </p>
  );
}

/** Those that the app can use: of the whole workspace, and its own. */
function Connectors({ form }: { readonly form: UseFormReturn<Limits> }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { id: appId } = useApp();
  const ofWorkspace = useQuery(connectorsQuery(workspaceId));
  const shared = useQuery(sharedConnectionsQuery(workspaceId, appId));
  return (
    <Loaded query={ofWorkspace} what="the connectors">
      {(usual) => (
        <Loaded query={shared} what="the connectors">
          {(own) => {
            const all = [...usual, ...own.map(({ connector }) => connector)];
            if (all.length === 0) return <p className="t2">The app has no connector yet.</p>;
            return (
              <LongChoices
                all={all}
                noun="connector"
                search="Name or connector ID"
                textsOf={({ id, name, type }) => [name ?? type, id]}
                chosen={form.watch("connectors")}
              >
                {({ id, name, type }, hidden) => (
                  <label key={id} className="checkrow" hidden={hidden}>
                    <input type="checkbox" value={id} {...form.register("connectors")} />
                    <span>
                      <Name>{name ?? type}</Name>
                      <code className="t2 block">{id}</code>
                    </span>
                  </label>
                )}
              </LongChoices>
            );
          }}
        </Loaded>
      )}
    </Loaded>
  );
}
