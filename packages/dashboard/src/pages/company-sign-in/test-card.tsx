/** A test of the company's sign-in: what the server can try alone, then the real flow once in a window. */
import { useMutation, useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { type ReactNode, useRef, useState } from "react";
import { call, newKey, type Schemas } from "../../api/client.ts";
import { isRefused } from "../../api/failures.ts";
import { AllowedButton, useMay } from "../../parts/allowed.tsx";
import { FormFailure } from "../../parts/form.tsx";
import { Icon } from "../../parts/icon.tsx";
import { Failure } from "../../parts/loaded.tsx";
import { Card } from "../../parts/page.tsx";
import { openPopup, type Popup } from "../../parts/popup.ts";
import { useWorkspace } from "../../shell/workspace.ts";
import { counted } from "../../words/plural.ts";
import { TestLines } from "../connectors/test-card.tsx";
import type { Line } from "../connectors/test-lines.ts";

type Test = Schemas["SignInTest"];
type StepName = Test["steps"][number]["name"];

const route = getRouteApi("/workspaces/$workspaceId/company-sign-in");
const askAgainMs = 1_500;

const texts: readonly (readonly [StepName, string])[] = [
  ["discovery", "The identity provider publishes its discovery document"],
  ["keys", "It publishes the keys by which it signs"],
  ["client", "It accepts client ID and secret"],
  ["redirect_uri", "It sends the person back to the redirect URI"],
  ["sign_in", "The person signed in there"],
  ["code_exchange", "It says who that is, signed and for this server"],
  ["account", "The person may come in"],
];

/** Without a test every line is `not_run`. */
function linesOf(steps: Test["steps"]): Line[] {
  return texts.map(([name, text]) => {
    const { result = "not_run", detail, remedy } = steps.find((one) => one.name === name) ?? {};
    return {
      text,
      result: result as Line["result"],
      says: [detail, remedy].filter((one) => typeof one === "string"),
    };
  });
}

function useSignInTest() {
  const { id: workspaceId } = useWorkspace();
  const navigate = route.useNavigate();
  const { test = null } = route.useSearch();
  const mayOwn = useMay("workspace:own");
  const popup = useRef<Popup | null>(null);
  const [closed, setClosed] = useState(false);
  /** Whether the browser let no window open. */
  const [isBlocked, setBlocked] = useState(false);
  const path = { workspace_id: workspaceId };
  const start = useMutation({
    mutationFn: () =>
      call("post", "/v1/workspaces/{workspace_id}/sign-in-provider/tests", {
        path,
        body: {},
        idempotencyKey: newKey(),
      }),
    onError: () => popup.current?.close(),
    onSuccess: async ({ id, sign_in_url: url }) => {
      if (url === null) popup.current?.close();
      else if (popup.current === null) setBlocked(true);
      else popup.current.lead(url);
      await navigate({ search: { test: id }, replace: true, resetScroll: false });
    },
  });
  const query = useQuery({
    queryKey: ["workspaces", workspaceId, "sign-in-provider", "tests", test],
    enabled: test !== null && mayOwn,
    queryFn: async ({ signal }) => {
      const answer = await call(
        "get",
        "/v1/workspaces/{workspace_id}/sign-in-provider/tests/{sign_in_test_id}",
        { path: { ...path, sign_in_test_id: test ?? "" }, signal },
      );
      setClosed(popup.current?.isGone() === true);
      if (answer.status !== "pending") popup.current?.close();
      return answer;
    },
    refetchIntervalInBackground: true,
    refetchInterval: ({ state }) => (state.data?.status === "pending" ? askAgainMs : false),
  });
  const begin = () => {
    setClosed(false);
    setBlocked(false);
    // Before the call: a browser lets a click open a window, and not what comes long after it.
    popup.current = openPopup();
    start.mutate();
  };
  return { begin, start, query, closed, isBlocked, showWindow: () => popup.current?.show() };
}

export function TestCard(): ReactNode {
  const test = useSignInTest();
  const { start, query } = test;
  const isOver = isRefused(query.error, "sign_in_test_not_found");
  const isRunning = start.isPending || query.data?.status === "pending";
  return (
    <Card
      title="Test"
      side={
        <AllowedButton
          needs="workspace:own"
          className="btn s"
          onClick={test.begin}
          disabled={start.isPending}
        >
          {query.data === undefined ? "Test the sign-in" : "Test again"}
        </AllowedButton>
      }
    >
      <div className="stack">
        <p className="t2">
          Tries what is saved here, then lets you sign in at the identity provider in a window.
          Nobody is signed in here by it, and no account is changed.
        </p>
        <FormFailure error={start.error} />
        {query.error === null || isOver ? null : (
          <Failure error={query.error} what="the test" again={() => void query.refetch()} />
        )}
        {isOver ? <p className="t2">That test is gone, or somebody else began it.</p> : null}
        {isRunning ? <Waits test={test} /> : null}
        <p className={isRunning ? "vh" : "b"} role="status">
          {summaryOf(query.data)}
        </p>
        <TestLines lines={linesOf(query.data?.steps ?? [])} />
      </div>
    </Card>
  );
}

function summaryOf(test: Test | undefined): string | null {
  if (test === undefined) return null;
  if (test.status === "pending") return "Waiting for the identity provider.";
  const failed = test.steps.filter(({ result }) => result === "failed").length;
  if (failed > 0) return `${counted(failed, "step")} failed.`;
  return test.status === "completed" ? "The sign-in works." : "The test did not take place.";
}

/** While it waits for the person: where the window is. */
function Waits({
  test: { query, isBlocked, closed, showWindow },
}: {
  readonly test: ReturnType<typeof useSignInTest>;
}): ReactNode {
  const url = query.data?.sign_in_url ?? null;
  if (isBlocked || closed) {
    return (
      <div className={isBlocked ? "note user" : "note info"}>
        <Icon name={isBlocked ? "fails" : "waits"} />
        <p className="grow">
          {isBlocked
            ? "Your browser blocked the window."
            : "Nobody has been sent back yet, and the window is closed, or out of this page’s reach. If you still have it, sign in there. If it showed an error, the identity provider may not know the redirect URI above. If it is closed, open it again. A sign-in that was begun in it counts no more then."}
        </p>
        {url === null ? null : (
          <a className="btn s" href={url} target="_blank" rel="noreferrer">
            Open it in a tab
          </a>
        )}
      </div>
    );
  }
  return (
    <div className="note info">
      <Icon name="waits" />
      <p className="grow">Sign in in the window.</p>
      <button type="button" className="btn s" onClick={showWindow}>
        Show the window
      </button>
    </div>
  );
}
