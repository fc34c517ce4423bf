/** Which service a new shared account is of: those that the workspace has an OAuth client for. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { oauthClientsQuery } from "../../api/queries.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Empty } from "../../parts/page.tsx";
import { ProviderLogo } from "../../parts/provider-logo.tsx";
import { SearchField } from "../../parts/search-field.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import type { Connection } from "../../words/connection.ts";
import { counted } from "../../words/plural.ts";
import { type CatalogueType, isConnected, useDeeds } from "./shared.ts";

interface Offered {
  readonly all: readonly Connection[];
  readonly catalogue: readonly CatalogueType[];
}

export function ChooseServiceDialog(offered: Offered): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { close } = useDeeds();
  const clients = useQuery(oauthClientsQuery(workspaceId));
  return (
    <Dialog title="Connect an account" onClose={close}>
      <div className="stack">
        <Loaded query={clients} what="the workspace’s OAuth clients">
          {(registered) => (
            <Services {...offered} providers={new Set(registered.map((one) => one.provider_id))} />
          )}
        </Loaded>
        <p className="t2">
          A service that is missing here needs an OAuth client first:{" "}
          <Link to="/workspaces/$workspaceId/connectors/new" params={{ workspaceId }}>
            add a connector
          </Link>
          .
        </p>
        <div className="acts">
          <button type="button" className="btn" onClick={close}>
            Cancel
          </button>
        </div>
      </div>
    </Dialog>
  );
}

function Services({
  all,
  catalogue,
  providers,
}: Offered & { readonly providers: ReadonlySet<string> }): ReactNode {
  const { open } = useDeeds();
  const [wanted, setWanted] = useState("");
  const search = useRef<HTMLDivElement>(null);
  // The dialog was open before there was anything to search.
  useEffect(() => search.current?.querySelector("input")?.focus(), []);
  const taken = new Set(all.filter(isConnected).map(({ connector }) => connector.type));
  const free = catalogue
    .filter((one) => providers.has(one.provider.id) && !taken.has(one.type))
    .sort((one, other) => one.name.localeCompare(other.name));
  const words = wanted.trim().toLowerCase();
  const shown = free.filter(({ type, name, provider }) =>
    [type, name, provider.name].some((one) => one.toLowerCase().includes(words)),
  );
  if (free.length === 0) {
    return (
      <Empty title="No service can be connected yet.">
        <p className="t2">
          {taken.size === 0
            ? "The workspace has no OAuth client."
            : "All that the workspace has an OAuth client for is connected."}
        </p>
      </Empty>
    );
  }
  return (
    <>
      <div ref={search}>
        <SearchField
          label={`Search ${counted(free.length, "service")}`}
          value={wanted}
          onChange={setWanted}
        />
      </div>
      <p className="vh" role="status">
        {counted(shown.length, "service")}
      </p>
      {shown.length === 0 ? <p className="t2">No service matches.</p> : null}
      <ul className="choices">
        {shown.map(({ type, name, provider }) => (
          <li key={type}>
            <button type="button" className="choice" onClick={() => open("connect", type)}>
              <ProviderLogo type={type} name={name} />
              <span>
                <span className="m block">{name}</span>
                {provider.name === name ? null : (
                  <span className="small t2 block">{provider.name}</span>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
