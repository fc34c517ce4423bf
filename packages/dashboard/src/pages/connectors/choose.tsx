/** The catalogue: which service a new connector is for. */

import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import type { Schemas } from "../../api/client.ts";
import { catalogueQuery } from "../../api/queries.ts";
import { Icon } from "../../parts/icon.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Empty, PageHead } from "../../parts/page.tsx";
import { ProviderLogo } from "../../parts/provider-logo.tsx";
import { SearchField } from "../../parts/search-field.tsx";
import { Crumbs } from "../../shell/crumbs.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { matching } from "../../words/matching.ts";
import { counted } from "../../words/plural.ts";
import { OwnLink } from "./providers-tab.tsx";

type CatalogueType = Schemas["CatalogueType"];

const route = getRouteApi("/workspaces/$workspaceId/connectors/new");

export function ChoosePage(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const catalogue = useQuery(catalogueQuery(workspaceId));
  return (
    <>
      <Crumbs
        above={[
          {
            text: "Connectors",
            link: { to: "/workspaces/$workspaceId/connectors", params: { workspaceId } },
          },
        ]}
      />
      <PageHead title="Add a connector" says="Which service should people be able to connect?" />
      <Loaded query={catalogue} what="the catalogue">
        {(types) => <Catalogue types={types} />}
      </Loaded>
    </>
  );
}

/** Categories that are said letter by letter. */
const initialisms: ReadonlySet<string> = new Set(["ai", "cms", "crm", "hr"]);

function inWords(category: string): string {
  if (initialisms.has(category)) return category.toUpperCase();
  return category.charAt(0).toUpperCase() + category.slice(1).replaceAll(/[_-]/g, " ");
}

function Catalogue({ types }: { readonly types: readonly CatalogueType[] }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { category } = route.useSearch();
  const [wanted, setWanted] = useState("");
  const categories = [...new Set(types.map((one) => one.category))].sort();
  const asked = types.filter((one) => category === undefined || one.category === category);
  const shown = [
    ...matching(wanted, asked, ({ type, name, provider }) => [name, provider.name, type]),
  ].sort((one, other) => one.name.localeCompare(other.name));
  return (
    <section className="card" aria-label="Services">
      <div className="tools">
        <SearchField
          label={`Search ${counted(types.length, "service")}, or add your own`}
          value={wanted}
          onChange={setWanted}
        />
        <nav className="filters" aria-label="Category">
          {[undefined, ...categories].map((one) => (
            <Link
              key={one ?? ""}
              from={route.id}
              to="."
              search={one === undefined ? {} : { category: one }}
              className={one === category ? "chip on" : "chip"}
              activeOptions={{ exact: true }}
              aria-current={one === category ? "true" : undefined}
            >
              {one === undefined ? "All" : inWords(one)}
            </Link>
          ))}
        </nav>
      </div>
      <p className="vh" role="status">
        {counted(shown.length, "service")}
      </p>
      {shown.length === 0 ? (
        <Empty title="No service matches.">
          <p className="t2">A service that is not in the catalogue can be described.</p>
          <OwnLink />
        </Empty>
      ) : (
        <ul className="tiles">
          {shown.map((one) => (
            <Tile key={one.type} type={one} />
          ))}
          <li>
            <Link
              to="/workspaces/$workspaceId/connectors/own"
              params={{ workspaceId }}
              className="tile"
            >
              <span className="plogo" aria-hidden="true">
                <Icon name="plus" />
              </span>
              <span>
                <span className="b ell">Your own</span>
                <span className="small t2 clamp">
                  By its issuer address, or by an entry that you upload.
                </span>
              </span>
            </Link>
          </li>
        </ul>
      )}
    </section>
  );
}

function Tile({
  type: { type, name, description, provider },
}: {
  readonly type: CatalogueType;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  return (
    <li>
      <Link
        to="/workspaces/$workspaceId/connectors/new/$type"
        params={{ workspaceId, type }}
        className="tile"
      >
        <ProviderLogo type={type} name={name} />
        <span>
          <span className="b ell">{name}</span>
          <span className="small t2 clamp">
            {provider.custom ? `Your own: ${description}` : description}
          </span>
        </span>
      </Link>
    </li>
  );
}
