/** Asks before something ends that nobody can bring back: the name has to be typed. */
import { type ReactNode, useRef, useState } from "react";
import { Dialog } from "./dialog.tsx";
import { FormFailure, TextField } from "./form.tsx";

export function DeleteDialog({
  noun,
  name,
  children,
  failure,
  busy,
  onDelete,
  onKeep,
}: {
  /** `connector`. */
  readonly noun: string;
  readonly name: string;
  /** What ends with it. */
  readonly children: ReactNode;
  readonly failure: unknown;
  readonly busy: boolean;
  readonly onDelete: () => void;
  readonly onKeep: () => void;
}): ReactNode {
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const submit = () => {
    if (typed.trim() === name.trim()) return onDelete();
    setWrong(true);
    field.current?.focus();
  };
  return (
    <Dialog title={`Delete the ${noun} “${name}”?`} onClose={onKeep}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        <div className="stack s">{children}</div>
        <TextField
          ref={field}
          label={`Type ${name} to delete it`}
          value={typed}
          onChange={(event) => {
            setTyped(event.target.value);
            setWrong(false);
          }}
          error={wrong ? `This is not the name. Type ${name}.` : undefined}
        />
        <FormFailure error={failure} />
        <div className="acts">
          {/* Of the two, the one that ends nothing is the safe start. */}
          <button type="button" className="btn" onClick={onKeep} data-first>
            Keep it
          </button>
          <button type="submit" className="btn danger" disabled={busy}>
            {`Delete ${noun}`}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
