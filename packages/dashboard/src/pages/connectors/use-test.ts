/** Runs a test of a connector: opens the window in which it takes place, and asks how it stands. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useCallback, useEffect, useRef, useState } from "react";
import { call, newKey } from "../../api/client.ts";
import { openPopup, type Popup } from "../../parts/popup.ts";
import { useWorkspace } from "../../shell/workspace.ts";

const route = getRouteApi("/workspaces/$workspaceId/connectors/$connectorId");

/** In the address: a test is to be started. */
export const newTest = "new";
const askAgainMs = 1_500;

export function useTest(connectorId: string) {
  const { id: workspaceId } = useWorkspace();
  const queries = useQueryClient();
  const navigate = route.useNavigate();
  const { test = null } = route.useSearch();
  const popup = useRef<Popup | null>(null);
  const [closed, setClosed] = useState(false);
  /** Where the browser let no window open: the way for the person's own click. A credential, used once. */
  const [link, setLink] = useState<string | null>(null);
  const path = { workspace_id: workspaceId, connector_id: connectorId };
  const start = useMutation({
    gcTime: 0,
    mutationFn: () =>
      call("post", "/v1/workspaces/{workspace_id}/connectors/{connector_id}/tests", {
        path,
        body: {},
        idempotencyKey: newKey(),
      }),
    onError: () => popup.current?.close(),
    onSuccess: async ({ id, connect_url: url }) => {
      if (popup.current === null) setLink(url);
      else popup.current.lead(url);
      await navigate({
        search: (before) => ({ ...before, test: id }),
        replace: true,
        resetScroll: false,
      });
    },
  });
  const { mutate } = start;
  const begin = useCallback(() => {
    setClosed(false);
    setLink(null);
    // Before the call: a browser lets a click open a window, and not what comes long after it.
    popup.current = openPopup();
    mutate();
  }, [mutate]);
  const isNew = test === newTest;
  const begun = useRef(false);
  useEffect(() => {
    if (!isNew || begun.current) return;
    begun.current = true;
    begin();
  }, [isNew, begin]);
  const query = useQuery({
    queryKey: ["workspaces", workspaceId, "connectors", connectorId, "tests", test],
    enabled: test !== null && !isNew,
    queryFn: async ({ signal }) => {
      const answer = await call(
        "get",
        "/v1/workspaces/{workspace_id}/connectors/{connector_id}/tests/{authorization_id}",
        { path: { ...path, authorization_id: test ?? "" }, signal },
      );
      setClosed(popup.current?.isGone() === true);
      if (answer.status === "pending") return answer;
      setLink(null);
      popup.current?.close();
      await queries.invalidateQueries({
        queryKey: ["workspaces", workspaceId, "connectors"],
        predicate: ({ queryKey }) => !queryKey.includes("tests"),
      });
      return answer;
    },
    refetchIntervalInBackground: true,
    refetchInterval: ({ state }) => (state.data?.status === "pending" ? askAgainMs : false),
  });
  return { begin, start, query, closed, link, showWindow: () => popup.current?.show() };
}
