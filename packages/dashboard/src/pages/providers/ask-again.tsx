/** Reads the metadata of a provider's issuer anew, and shows what it says otherwise than the entry before it is saved. */
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useRef, useState } from "react";
import { call } from "../../api/client.ts";
import { AllowedButton } from "../../parts/allowed.tsx";
import { FormFailure } from "../../parts/form.tsx";
import { Card } from "../../parts/page.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { compared, type Difference, questionOf } from "./asked-anew.ts";

export function AskAgain({
  issuer,
  entry,
  isTyped,
  busy,
  onSave,
}: {
  readonly issuer: string;
  /** As it is kept. */
  readonly entry: Readonly<Record<string, unknown>>;
  /** Whether something else stands in the form of the entry. */
  readonly isTyped: boolean;
  readonly busy: boolean;
  readonly onSave: (entry: Record<string, unknown>) => void;
}): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const button = useRef<HTMLButtonElement>(null);
  // Held against the entry of now: it may be saved again, here or by somebody else, after the issuer was asked.
  const [said, setSaid] = useState<Readonly<Record<string, unknown>> | null>(null);
  const found = said === null ? null : compared(entry, said);
  const ask = useMutation({
    mutationFn: () =>
      call("post", "/v1/workspaces/{workspace_id}/providers/discover", {
        path: { workspace_id: workspaceId },
        body: questionOf(entry, issuer),
      }),
    onMutate: () => setSaid(null),
    onSuccess: (draft) => setSaid(draft.entry),
  });
  const differs = found !== null && found.differences.length > 0;
  /** What had the focus goes. */
  const leave = () => {
    setSaid(null);
    button.current?.focus();
  };
  return (
    <Card title="Its issuer">
      <div className="stack">
        <p className="t2">
          The entry names <bdi className="mono">{issuer}</bdi>. Ask it again after the service has
          moved something: you see what differs before anything is saved.
        </p>
        <div className="acts">
          <AllowedButton
            ref={button}
            needs="workspace:write"
            aria-disabled={ask.isPending}
            onClick={() => {
              if (!ask.isPending) ask.mutate();
            }}
          >
            {ask.isPending ? "Asking the issuer…" : "Ask the issuer again"}
          </AllowedButton>
        </div>
        <FormFailure error={ask.error} />
        <div role="status">
          {found === null ? null : differs ? (
            <Differences differences={found.differences} />
          ) : (
            <p className="note info">
              <span>The issuer says what the entry says. There is nothing to save.</span>
            </p>
          )}
        </div>
        {found !== null && differs ? (
          <>
            <p className="t2">
              Scopes, texts, and how the client authenticates stay as they are in the entry.
            </p>
            {isTyped ? (
              <p className="note info">
                <span>Save or discard first what you have typed in the entry.</span>
              </p>
            ) : (
              <div className="acts">
                <button
                  type="button"
                  className="btn pri"
                  disabled={busy}
                  onClick={() => {
                    leave();
                    onSave(found.entry);
                  }}
                >
                  Save these changes
                </button>
                <button type="button" className="btn" onClick={leave}>
                  Leave the entry as it is
                </button>
              </div>
            )}
          </>
        ) : null}
      </div>
    </Card>
  );
}

function Differences({ differences }: { readonly differences: readonly Difference[] }): ReactNode {
  return (
    <dl className="stack">
      {differences.map(({ label, was, is }) => (
        <div key={label}>
          <dt className="b">
            {label} <span className="tag">{kindOf(was, is)}</span>
          </dt>
          {was === null ? null : (
            <dd>
              <span className="t2">{is === null ? "Was" : "In the entry"}:</span>{" "}
              <bdi className="mono">{was}</bdi>
            </dd>
          )}
          {is === null ? null : (
            <dd>
              <span className="t2">Now:</span> <bdi className="mono">{is}</bdi>
            </dd>
          )}
        </div>
      ))}
    </dl>
  );
}

const kindOf = (was: string | null, is: string | null) =>
  was === null ? "New" : is === null ? "Gone" : "Changed";
