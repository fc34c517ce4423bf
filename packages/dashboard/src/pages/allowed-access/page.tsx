/** What may be connected in the workspace: per service who may connect it, and with which scopes. */

import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { type ReactNode, useState } from "react";
import type { Schemas } from "../../api/client.ts";
import { catalogueQuery, policiesQuery } from "../../api/queries.ts";
import { useNeeds } from "../../parts/allowed.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Empty, PageHead } from "../../parts/page.tsx";
import { SearchField } from "../../parts/search-field.tsx";
import { Table } from "../../parts/table.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { matching } from "../../words/matching.ts";
import { counted } from "../../words/plural.ts";
import { PolicyRow } from "./policy-row.tsx";

type Policy = Schemas["Policy"];
type CatalogueType = Schemas["CatalogueType"];

const route = getRouteApi("/workspaces/$workspaceId/allowed-access");

export function AllowedAccessPage(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const policies = useQuery(policiesQuery(workspaceId));
  const catalogue = useQuery(catalogueQuery(workspaceId));
  const needs = useNeeds("workspace:write");
  return (
    <>
      <PageHead
        title="Allowed access"
        says="Which services may be connected here, and with which scopes. What is switched off gives no tokens; its connections are kept, and work again once it is allowed."
      />
      {needs === null ? null : <p className="note info">{needs}</p>}
      <Loaded query={policies} what="what is allowed">
        {(all) => (
          <Loaded query={catalogue} what="the catalogue">
            {(types) => <Listed policies={all} types={types} />}
          </Loaded>
        )}
      </Loaded>
    </>
  );
}

const isLimited = ({ shared_connections: shared, user_connections: users, ...one }: Policy) =>
  shared === "off" || users === "off" || one.allowed_scopes !== null;

function Listed({
  policies,
  types,
}: {
  readonly policies: readonly Policy[];
  readonly types: readonly CatalogueType[];
}): ReactNode {
  const { show } = route.useSearch();
  const [wanted, setWanted] = useState("");
  const byType = new Map(types.map((one) => [one.type, one]));
  const nameOf = (policy: Policy) => byType.get(policy.type)?.name ?? policy.type;
  const limited = policies.filter(isLimited);
  const asked = show === "limited" ? limited : policies;
  const shown = [...matching(wanted, asked, (one) => [nameOf(one), one.type])].sort((one, other) =>
    nameOf(one).localeCompare(nameOf(other)),
  );
  return (
    <section className="card" aria-label="Services">
      <div className="tools">
        <SearchField
          label={`Search ${counted(policies.length, "service")}`}
          value={wanted}
          onChange={setWanted}
        />
        <nav className="filters" aria-label="Which services">
          {([undefined, "limited"] as const).map((one) => (
            <Link
              key={one ?? ""}
              from={route.id}
              to="."
              search={one === undefined ? {} : { show: one }}
              className={one === show ? "chip on" : "chip"}
              activeOptions={{ exact: true }}
              aria-current={one === show ? "true" : undefined}
            >
              {one === undefined ? "All" : `Limited (${limited.length})`}
            </Link>
          ))}
        </nav>
        <span className="small t2" role="status">
          {counted(shown.length, "service")}
        </span>
      </div>
      {shown.length === 0 ? (
        <Empty title={wanted === "" ? "Everything is allowed." : "No service matches."}>
          {wanted === "" ? null : (
            <button type="button" className="btn s" onClick={() => setWanted("")}>
              Clear the search
            </button>
          )}
        </Empty>
      ) : (
        <Table
          label="What is allowed"
          columns={[
            { title: "Service", width: 34 },
            { title: "People may connect their own", width: 20 },
            { title: "Apps may share an account", width: 20 },
            { title: "Scopes" },
          ]}
        >
          {shown.map((one) => (
            <PolicyRow key={one.type} policy={one} type={byType.get(one.type)} />
          ))}
        </Table>
      )}
    </section>
  );
}
