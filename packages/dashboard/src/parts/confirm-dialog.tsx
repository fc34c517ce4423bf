/** Asks before something ends that can be made again. */
import type { ReactNode } from "react";
import { Dialog } from "./dialog.tsx";
import { FormFailure } from "./form.tsx";

export function ConfirmDialog({
  title,
  does,
  failure,
  busy,
  onDo,
  onKeep,
  children,
}: {
  readonly title: string;
  /** What the button says: `Remove`. */
  readonly does: string;
  readonly failure: unknown;
  readonly busy: boolean;
  readonly onDo: () => void;
  readonly onKeep: () => void;
  /** What it means. */
  readonly children: ReactNode;
}): ReactNode {
  return (
    <Dialog title={title} onClose={onKeep}>
      <div className="stack">
        {children}
        <FormFailure error={failure} />
        <div className="acts">
          <button type="button" className="btn" onClick={onKeep} data-first>
            Cancel
          </button>
          <button type="button" className="btn danger" onClick={onDo} disabled={busy}>
            {does}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
