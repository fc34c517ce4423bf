/** Asks before something ends that can be made again; in a workspace for production its name has to be typed. */
import { type ReactNode, use, useRef, useState } from "react";
import { WorkspaceContext } from "../shell/workspace.ts";
import { Dialog } from "./dialog.tsx";
import { FormFailure, TextField } from "./form.tsx";

export function ConfirmDialog({
  title,
  does,
  ends,
  failure,
  busy,
  onDo,
  onKeep,
  children,
}: {
  readonly title: string;
  /** What the button says: `Remove`. */
  readonly does: string;
  /** The name of what ends, which is asked for in production; nothing ends where it is left out. */
  readonly ends?: string;
  readonly failure: unknown;
  readonly busy: boolean;
  readonly onDo: () => void;
  readonly onKeep: () => void;
  /** What it means. */
  readonly children: ReactNode;
}): ReactNode {
  // Of one's own account there is no workspace.
  const isProduction = use(WorkspaceContext)?.environment === "production";
  const asked = isProduction ? ends?.trim() : undefined;
  const [typed, setTyped] = useState("");
  const [wrong, setWrong] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const submit = () => {
    if (asked === undefined || typed.trim() === asked) return onDo();
    setWrong(true);
    field.current?.focus();
  };
  return (
    <Dialog title={title} onClose={onKeep}>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
      >
        {children}
        {asked === undefined ? null : (
          <TextField
            ref={field}
            label={`This workspace is for production. Type ${asked} to go on`}
            value={typed}
            onChange={({ target: { value } }) => {
              setTyped(value);
              setWrong(false);
            }}
            error={wrong ? `This is not the name. Type ${asked}.` : undefined}
          />
        )}
        <FormFailure error={failure} />
        <div className="acts">
          <button type="button" className="btn" onClick={onKeep} data-first>
            Cancel
          </button>
          <button type="submit" className="btn danger" disabled={busy}>
            {does}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
