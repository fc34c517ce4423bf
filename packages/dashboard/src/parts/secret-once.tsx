/** A secret that the server tells this once: the dialog closes only when somebody says that they have kept it. */
import type { ReactNode } from "react";
import { CopyField } from "./copy.tsx";
import { Dialog } from "./dialog.tsx";

export function SecretOnce({
  title,
  label,
  secret,
  line,
  note,
  onKept,
}: {
  readonly title: string;
  readonly label: string;
  readonly secret: string;
  /** The same as a line of a `.env` file, where it belongs into one. */
  readonly line?: string;
  /** What else became of it. */
  readonly note?: string | undefined;
  readonly onKept: () => void;
}): ReactNode {
  return (
    <Dialog title={title} onClose={onKept} closes={false}>
      <div className="stack">
        <p>It is shown this once. Nobody can read it again, you included.</p>
        <CopyField label={label} text={secret} />
        {note === undefined ? null : <p className="breaks">{note}</p>}
        {line === undefined ? null : <CopyField label="For a .env file" text={line} />}
        <div className="acts">
          <button type="button" className="btn pri" onClick={onKept}>
            I have kept it
          </button>
        </div>
      </div>
    </Dialog>
  );
}
