/** Asks before something ends that nobody can bring back: the name has to be typed. */
import type { ReactNode } from "react";
import type { Begun } from "./action.ts";
import { Dialog } from "./dialog.tsx";
import { FormFailure } from "./form.tsx";
import { useTypedName } from "./typed-name.tsx";

export function DeleteDialog({
  noun,
  name,
  children,
  by,
  onKeep,
}: {
  /** `connector`. */
  readonly noun: string;
  readonly name: string;
  /** What ends with it. */
  readonly children: ReactNode;
  readonly by: Begun;
  readonly onKeep: () => void;
}): ReactNode {
  const { field, check } = useTypedName(name, (asked) => `Type ${asked} to delete it`);
  return (
    <Dialog title={`Delete the ${noun} “${name}”?`} onClose={onKeep}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (!by.isPending && check()) by.mutate(undefined);
        }}
      >
        <div className="stack s">{children}</div>
        {field}
        <FormFailure error={by.error} />
        <div className="acts">
          {/* Of the two, the one that ends nothing is the safe start. */}
          <button type="button" className="btn" onClick={onKeep} data-first>
            Keep it
          </button>
          <button type="submit" className="btn danger" disabled={by.isPending}>
            {`Delete ${noun}`}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
