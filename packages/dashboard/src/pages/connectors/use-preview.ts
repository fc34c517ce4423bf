/** What a change of a connector would do, as the server counts it. */
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { later } from "../../outside.ts";
import { useWorkspace } from "../../shell/workspace.ts";
import type { Impact } from "../../words/impact.ts";

const settledMs = 300;

/** Undefined while it is not known, and where nothing is asked (`body` null). */
export function usePreview(
  connectorId: string,
  body: Schemas["PreviewConnectorChangeRequest"] | null,
): Impact | undefined {
  const { id: workspaceId } = useWorkspace();
  const [settled, setSettled] = useState(body);
  const text = JSON.stringify(body);
  // Who types is not counted for at every letter.
  useEffect(() => later(() => setSettled(JSON.parse(text)), settledMs), [text]);
  const { data } = useQuery({
    queryKey: ["workspaces", workspaceId, "connectors", connectorId, "preview", settled],
    enabled: settled !== null,
    retry: false,
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      call("post", "/v1/workspaces/{workspace_id}/connectors/{connector_id}/preview", {
        path: { workspace_id: workspaceId, connector_id: connectorId },
        body: settled ?? {},
        signal,
      }),
  });
  return body === null || settled === null ? undefined : data;
}
