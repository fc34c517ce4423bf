/** The end of a form whose fields stand on the page: it saves what is typed, or says which role that takes. */
import type { ReactNode } from "react";

export function SaveActs({
  needs,
  disabled,
}: {
  /** What is missing; null where the person may save. */
  readonly needs: string | null;
  readonly disabled: boolean;
}): ReactNode {
  return (
    <div className="acts">
      {needs === null ? (
        <button type="submit" className="btn pri" disabled={disabled}>
          Save
        </button>
      ) : (
        <p className="hint">{needs}</p>
      )}
    </div>
  );
}
