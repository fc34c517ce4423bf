/** Pages that tried to use the app and were refused: each can be allowed. */
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useRef } from "react";
import { refusedOriginsQuery } from "../../api/queries.ts";
import { useMay } from "../../parts/allowed.tsx";
import { FormFailure } from "../../parts/form.tsx";
import { Loaded } from "../../parts/loaded.tsx";
import { Card } from "../../parts/page.tsx";
import { Time } from "../../parts/time.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { useApp, useAppChange } from "./current-app.ts";

export function RefusedOrigins(): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const { id: appId, name } = useApp();
  const mayChange = useMay("workspace:write");
  const query = useQuery(refusedOriginsQuery(workspaceId, appId));
  const list = useRef<HTMLDivElement>(null);
  const allow = useAppChange<string>({
    changeOf: (now, origin) => ({ origins: [...new Set([...now.origins, origin])] }),
    says: "The origin is allowed.",
    // Its button goes with it.
    after: () => list.current?.focus(),
  });
  return (
    <Card title="Refused in the last day">
      <div className="stack" ref={list} tabIndex={-1}>
        <Loaded query={query} what="the refused origins">
          {(refused) =>
            refused.length === 0 ? (
              <p className="t2">No page of another origin has tried to use {name}.</p>
            ) : (
              <>
                <p className="t2">
                  Pages of these origins tried to use <bdi>{name}</bdi>. Allow one only if it is
                  yours.
                </p>
                <ul className="lines">
                  {refused.map(({ origin, last_refused_at: last }) => (
                    <li key={origin}>
                      <div>
                        <code>{origin}</code>
                        <p className="small t2">
                          Last <Time at={last} />
                        </p>
                      </div>
                      {mayChange ? (
                        <button
                          type="button"
                          className="btn s"
                          disabled={allow.isPending}
                          onClick={() => allow.mutate(origin)}
                        >
                          Allow<span className="vh"> {origin}</span>
                        </button>
                      ) : null}
                    </li>
                  ))}
                </ul>
              </>
            )
          }
        </Loaded>
        <FormFailure error={allow.error} />
      </div>
    </Card>
  );
}
