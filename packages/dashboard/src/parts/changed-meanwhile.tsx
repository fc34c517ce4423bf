/** Asks whose change is to hold, where somebody else changed the same thing while it was being edited. */
import type { ReactNode } from "react";
import { timeInWords } from "../words/time.ts";
import { Dialog } from "./dialog.tsx";
import { FormFailure } from "./form.tsx";
import type { Meanwhile } from "./seen-change.ts";

/** A value that is not the same on both sides. */
export interface Difference {
  readonly label: string;
  readonly mine: string;
  readonly theirs: string;
}

export function ChangedMeanwhile<Thing>({
  meanwhile: { failure, keepMine, takeTheirs, close },
  differences,
  error,
  busy,
}: {
  readonly meanwhile: Meanwhile<Thing>;
  /** Of all that the form holds; those that are the same are not shown. */
  readonly differences: readonly Difference[];
  /** Why keeping one's own did not work. */
  readonly error: unknown;
  readonly busy: boolean;
}): ReactNode {
  const { changed } = failure;
  const title =
    changed === null
      ? "This was changed meanwhile."
      : `${changed.by} changed this ${timeInWords(changed.at)}.`;
  const differing = differences.filter(({ mine, theirs }) => mine !== theirs);
  return (
    <Dialog title={title} onClose={close}>
      <div className="stack">
        {differing.length === 0 ? (
          <p>What you entered is what it is now.</p>
        ) : (
          differing.map(({ label, mine, theirs }) => (
            <section key={label}>
              <h3>{label}</h3>
              <p>
                <span className="t2">Yours:</span> <bdi>{mine === "" ? "nothing" : mine}</bdi>
              </p>
              <p>
                <span className="t2">Theirs:</span> <bdi>{theirs === "" ? "nothing" : theirs}</bdi>
              </p>
            </section>
          ))
        )}
        <FormFailure error={error} />
        <div className="acts">
          <button type="button" className="btn" onClick={takeTheirs} data-first>
            Take theirs
          </button>
          <button type="button" className="btn pri" onClick={keepMine} disabled={busy}>
            Keep mine
          </button>
        </div>
      </div>
    </Dialog>
  );
}
