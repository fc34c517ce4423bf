/** The last changes of the workspace, for who may read the audit log. */
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { latestChangesQuery } from "../../api/overview.ts";
import { useNeeds } from "../../parts/allowed.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Card, Empty } from "../../parts/page.tsx";
import { Time } from "../../parts/time.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { deedOf, doerOf } from "../../words/audit.ts";
import { useNamed } from "../audit/filters.tsx";

export function ChangesCard(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const needs = useNeeds("audit:read");
  const query = useQuery({ ...latestChangesQuery(workspaceId), enabled: needs === null });
  const { nameOf } = useNamed();
  const log = (
    <Link className="small" to="/workspaces/$workspaceId/audit" params={{ workspaceId }}>
      Audit log
    </Link>
  );
  return (
    <Card title="Latest changes" side={log} flush={needs === null}>
      {needs === null ? (
        <Loaded query={query} what="the latest changes">
          {({ data }) =>
            data.length === 0 ? (
              <Empty title="Nothing has been changed yet." />
            ) : (
              <ul className="att plain">
                {data.map((record) => (
                  <li key={record.id}>
                    <p>
                      <bdi className="b">{doerOf(record.actor)}</bdi>{" "}
                      <bdi>{deedOf(record, nameOf)}</bdi>
                    </p>
                    <span className="t2 small">
                      <Time at={record.at} />
                    </span>
                  </li>
                ))}
              </ul>
            )
          }
        </Loaded>
      ) : (
        <p className="t2">{needs}</p>
      )}
    </Card>
  );
}
