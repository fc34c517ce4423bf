/** Checks the whole audit log, part by part, and says what was found. */
import { Link } from "@tanstack/react-router";
import { type ReactNode, type Ref, useEffect, useRef, useState } from "react";
import { call, type Schemas } from "../../api/client.ts";
import { CopyField } from "../../parts/copy.tsx";
import { FormFailure, TextField } from "../../parts/form.tsx";
import { Icon } from "../../parts/icon.tsx";
import { useWorkspace } from "../../shell/workspace.ts";
import { findingOf, notedIn, notedText, type Verified } from "../../words/audit-verification.ts";
import { numberOf } from "../../words/figures.ts";

type Verification = Schemas["AuditVerification"];

/** What there is to show: it goes on, it was found, or it could not be. */
export type Verifying =
  | { readonly state: "idle" }
  | { readonly state: "running"; readonly checked: number; readonly total: number | null }
  | { readonly state: "found"; readonly verified: Verified }
  | { readonly state: "failed"; readonly failure: unknown };

/** One verification at a time; leaving the page stops it. */
export function useVerification() {
  const { id: workspaceId } = useWorkspace();
  const [verifying, setVerifying] = useState<Verifying>({ state: "idle" });
  const stopping = useRef<AbortController | null>(null);
  useEffect(() => () => stopping.current?.abort(), []);
  const verify = async (signal: AbortSignal) => {
    let checked = 0;
    let from: number | null = null;
    setVerifying({ state: "running", checked, total: null });
    for (;;) {
      const part: Verification = await call(
        "post",
        "/v1/workspaces/{workspace_id}/audit-records/verify",
        {
          path: { workspace_id: workspaceId },
          body: from === null ? {} : { from_number: from },
          signal,
        },
      );
      checked += part.checked;
      from = part.next_number;
      if (from === null) return setVerifying({ state: "found", verified: { ...part, checked } });
      const { first_number: first, last_number: last } = part;
      const total = first === null || last === null ? null : last - first + 1;
      setVerifying({ state: "running", checked, total });
    }
  };
  const button = useRef<HTMLButtonElement>(null);
  const stop = () => {
    stopping.current?.abort();
    setVerifying({ state: "idle" });
    button.current?.focus();
  };
  const start = () => {
    stopping.current?.abort();
    const stopper = new AbortController();
    stopping.current = stopper;
    const { signal } = stopper;
    verify(signal).catch((failure: unknown) => {
      if (!signal.aborted) setVerifying({ state: "failed", failure });
    });
  };
  return { verifying, start, stop, button };
}

export function VerifyButton({
  verifying,
  onStart,
  ref,
}: {
  readonly verifying: Verifying;
  readonly onStart: () => void;
  readonly ref: Ref<HTMLButtonElement>;
}): ReactNode {
  return (
    <button
      ref={ref}
      type="button"
      className="btn"
      onClick={onStart}
      aria-disabled={verifying.state === "running"}
    >
      <Icon name="check" />
      Verify
    </button>
  );
}

export function Verification({
  verifying,
  onStop,
}: {
  readonly verifying: Verifying;
  /** Ends it, or closes what was found. */
  readonly onStop: () => void;
}): ReactNode {
  if (verifying.state === "idle") return null;
  const { state } = verifying;
  const finding = state === "found" ? findingOf(verifying.verified) : null;
  const tone = finding === null ? "" : finding.isWhole ? "ok" : "fail";
  return (
    <section className={`say ${tone}`} aria-label="Verification">
      {/* One place that is read out, from the first part to what was found. */}
      <p className="lead" role="status">
        {finding?.lead ?? (state === "running" ? runningIn(verifying.checked) : "")}
      </p>
      {state === "running" ? (
        <progress
          {...(verifying.total === null ? {} : { max: verifying.total, value: verifying.checked })}
          aria-label="Progress"
        />
      ) : null}
      {state === "found" ? <Found verified={verifying.verified} /> : null}
      {state === "failed" ? <FormFailure error={verifying.failure} /> : null}
      <div className="acts">
        {state === "found" ? <BrokenLink of={verifying.verified} /> : null}
        <button type="button" className="btn" onClick={onStop}>
          {state === "running" ? "Stop" : "Close"}
        </button>
      </div>
    </section>
  );
}

const runningIn = (checked: number) =>
  checked === 0 ? "Checking…" : `${numberOf(checked)} records checked.`;

function Found({ verified }: { readonly verified: Verified }): ReactNode {
  const { isWhole, more } = findingOf(verified);
  const noted = notedText(verified);
  return (
    <>
      {more.map((text) => (
        <p key={text} className="t2">
          {text}
        </p>
      ))}
      {verified.seal_known ? null : (
        <p className="note fail">The encryption key that sealed its end is not on this server.</p>
      )}
      {isWhole && noted !== null ? (
        <>
          <CopyField label="Number and hash of the last record" text={noted} />
          <p className="small t2">
            Keep it where nobody can change it who can write to the database. If the same record is
            still there later, nobody has rewritten the log up to it.
          </p>
          <Compare verified={verified} />
        </>
      ) : null}
    </>
  );
}

function BrokenLink({ of: { broken } }: { readonly of: Verified }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  if (broken === null || broken.record_id === null) return null;
  return (
    <Link
      className="btn"
      to="/workspaces/$workspaceId/audit"
      params={{ workspaceId }}
      search={{ record: broken.record_id }}
    >
      {`Show record ${numberOf(broken.number)}`}
    </Link>
  );
}

/** Looks for a record that was noted before, in a log that was just found whole. */
function Compare({ verified }: { readonly verified: Verified }): ReactNode {
  const { id: workspaceId } = useWorkspace();
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string>();
  const [isThere, setThere] = useState<boolean | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const compare = async () => {
    const expected = notedIn(text);
    setThere(null);
    setFailure(null);
    setProblem(
      expected === null ? "Enter it as it was noted: a number, a colon, 43 characters." : undefined,
    );
    if (expected === null) return;
    try {
      const part = await call("post", "/v1/workspaces/{workspace_id}/audit-records/verify", {
        path: { workspace_id: workspaceId },
        body: { from_number: Math.max(verified.last_number ?? 1, 1), expected },
      });
      setThere(part.expected_found === true && part.broken === null);
    } catch (thrown) {
      setFailure(thrown);
    }
  };
  return (
    <form
      className="stack s"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void compare();
      }}
    >
      <TextField
        label="Noted before"
        hint="Number and hash of a record, as you kept it."
        mono
        value={text}
        onChange={({ target: { value } }) => {
          setText(value);
          setProblem(undefined);
          setThere(null);
        }}
        error={problem}
      />
      <div className="acts">
        <button type="submit" className="btn">
          Compare
        </button>
      </div>
      <p role="status" className={isThere === null ? "vh" : "b"}>
        {isThere === null
          ? ""
          : isThere
            ? "It is there as it was noted, and so is everything before it."
            : "That record is not there. Either it was removed as this workspace limits how long records are kept, or somebody began the log anew or put back an older database."}
      </p>
      <FormFailure error={failure} />
    </form>
  );
}
