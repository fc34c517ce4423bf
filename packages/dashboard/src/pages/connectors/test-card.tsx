/** A connector's test on its page: the real flow once, in a window, and what came of each step. */
import type { ReactNode } from "react";
import { isRefused } from "../../api/failures.ts";
import { AllowedButton } from "../../parts/allowed.tsx";
import { FormFailure } from "../../parts/form.tsx";
import { Icon, type IconName } from "../../parts/icon.tsx";
import { Failure } from "../../parts/loaded.tsx";
import { Card } from "../../parts/page.tsx";
import { counted } from "../../words/plural.ts";
import type { Shown } from "./connector-address.ts";
import { type Line, linesOf } from "./test-lines.ts";
import { useTest } from "./use-test.ts";

export function TestCard({ connector, type }: Shown): ReactNode {
  const provider = type?.provider.name ?? "The service";
  const test = useTest(connector.id);
  const { start, query, begin } = test;
  const steps = query.data?.steps ?? [];
  const isOver = isRefused(query.error, "authorization_not_found");
  const isRunning = start.isPending || query.data?.status === "pending";
  return (
    <Card
      title="Test"
      side={
        <AllowedButton
          needs="workspace:write"
          className="btn s"
          onClick={begin}
          disabled={start.isPending}
        >
          {steps.length === 0 ? "Test this connector" : "Test again"}
        </AllowedButton>
      }
    >
      <div className="stack">
        <p className="t2">
          Connects an account of yours in a window, and disconnects it again. Nothing is kept, and
          nobody else sees it.
        </p>
        <FormFailure error={start.error} />
        {query.error === null || isOver ? null : (
          <Failure error={query.error} what="the test" again={() => void query.refetch()} />
        )}
        {isOver ? <p className="t2">That test was deleted, or someone else started it.</p> : null}
        {isRunning ? <Waits test={test} provider={provider} connector={connector} /> : null}
        <p className={isRunning ? "vh" : "b"} role="status">
          {summaryOf(query.data, provider)}
        </p>
        <TestLines lines={linesOf(steps, provider)} />
      </div>
    </Card>
  );
}

function summaryOf(
  test: ReturnType<typeof useTest>["query"]["data"],
  provider: string,
): string | null {
  if (test === undefined) return null;
  if (test.status === "pending") return `Waiting for ${provider}.`;
  const failed = test.steps.filter(({ result }) => result === "failed").length;
  if (failed > 0) return `${counted(failed, "step")} failed.`;
  return test.status === "completed" ? "The connector works." : "The test did not take place.";
}

/** While it waits for the person: where the window is, and what usually keeps a provider from going on. */
function Waits({
  test: { link, closed, showWindow },
  provider,
  connector,
}: {
  readonly test: ReturnType<typeof useTest>;
  readonly provider: string;
  readonly connector: Shown["connector"];
}): ReactNode {
  if (link !== null) {
    return (
      <div className="note user">
        <Icon name="fails" />
        <p className="grow">Your browser blocked the window.</p>
        <a className="btn s" href={link} target="_blank" rel="noreferrer">
          Open it in a tab
        </a>
      </div>
    );
  }
  if (closed) {
    return (
      <div className="note user">
        <Icon name="fails" />
        <div className="grow">
          <p>{`${provider} has not sent anyone back yet, and the window is closed or out of reach.`}</p>
          <p>
            {`If it showed an error, ${provider} may not know this redirect URI. Add it there, exactly as it stands: `}
            <code>{connector.redirect_uri}</code>
          </p>
        </div>
      </div>
    );
  }
  return (
    <div className="note info">
      <Icon name="waits" />
      <p className="grow">Finish in the window.</p>
      <button type="button" className="btn s" onClick={showWindow}>
        Show the window
      </button>
    </div>
  );
}

const shown = {
  passed: ["works", "Passed", "ok"],
  failed: ["fails", "Failed", "fail"],
  skipped: ["struck", "Skipped", "off"],
  not_run: ["waits", "Not run yet", "wait"],
} as const satisfies Readonly<
  Record<Line["result"], readonly [IconName, word: string, tone: string]>
>;

export function TestLines({ lines }: { readonly lines: readonly Line[] }): ReactNode {
  return (
    <ol className="steps tested">
      {lines.map(({ text, result, says }) => {
        const [icon, word, tone] = shown[result];
        return (
          <li key={text}>
            <Icon name={icon} />
            <div>
              {text}
              {says.map((one) => (
                <span key={one} className="sub small t2 wraps">
                  <bdi>{one}</bdi>
                </span>
              ))}
            </div>
            <span className={result === "not_run" ? "small t3" : `st ${tone}`}>{word}</span>
          </li>
        );
      })}
    </ol>
  );
}
