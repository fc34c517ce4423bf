/** Asks before something ends that can be made again; in a workspace for production its name has to be typed. */
import type { ReactNode } from "react";
import { useIsProduction } from "../shell/workspace.ts";
import type { Begun } from "./action.ts";
import { Dialog } from "./dialog.tsx";
import { FormFailure } from "./form.tsx";
import { productionLabel, useTypedName } from "./typed-name.tsx";

export function ConfirmDialog({
  title,
  does,
  ends,
  tone = "danger",
  by,
  onKeep,
  children,
}: {
  readonly title: string;
  /** What the button says: `Remove`. */
  readonly does: string;
  /** The name of what ends, which is asked for in production; null where nothing ends that is in use. */
  readonly ends: string | null;
  readonly tone?: "danger" | "pri";
  readonly by: Begun;
  readonly onKeep: () => void;
  /** What it means. */
  readonly children: ReactNode;
}): ReactNode {
  const isProduction = useIsProduction();
  const { field, check } = useTypedName(isProduction ? ends : null, productionLabel);
  return (
    <Dialog title={title} onClose={onKeep}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!by.isPending && check()) by.mutate(undefined);
        }}
      >
        {children}
        {field}
        <FormFailure error={by.error} />
        <div className="acts">
          <button type="button" className="btn" onClick={onKeep} data-first>
            Cancel
          </button>
          <button type="submit" className={`btn ${tone}`} disabled={by.isPending}>
            {does}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
