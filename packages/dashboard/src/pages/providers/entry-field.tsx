/** The text of an entry, with the numbers of its lines and what is wrong at which. */
import { type ReactNode, useId, useRef, useState } from "react";
import { Icon } from "../../parts/icon.tsx";
import type { TextFault } from "./entry-text.ts";

/** An entry with the scopes of all of a large provider's APIs; the server takes no more. */
const bytesMax = 262_144;
const rowsMin = 14;
/** A text of more lines scrolls by itself, without numbers. */
const rowsMax = 4_000;

export function EntryField({
  text,
  onChange,
  faults,
}: {
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly faults: readonly TextFault[];
}): ReactNode {
  const id = useId();
  const area = useRef<HTMLTextAreaElement>(null);
  const lines = text.split("\n").length;
  const rows = Math.min(Math.max(lines, rowsMin), rowsMax);
  const wrong = new Set(faults.map(({ line }) => line));
  const go = ({ from, to }: TextFault) => {
    area.current?.focus();
    area.current?.setSelectionRange(from, to);
  };
  return (
    <div className="field">
      <label htmlFor={id}>Entry</label>
      <div className="hint" id={`${id}-hint`}>
        JSON; comments are accepted and not kept. The documentation explains the sections under
        “Custom providers”.
      </div>
      <div className="editor">
        {lines > rowsMax ? null : (
          <div className="lines" aria-hidden="true">
            {Array.from({ length: rows }, (_, at) => at + 1).map((line) => (
              <span key={line} className={wrong.has(line) ? "bad" : undefined}>
                {line}
              </span>
            ))}
          </div>
        )}
        <textarea
          ref={area}
          id={id}
          className="in mono"
          rows={rows}
          wrap="off"
          autoComplete="off"
          spellCheck={false}
          aria-describedby={faults.length === 0 ? `${id}-hint` : `${id}-hint ${id}-faults`}
          aria-invalid={faults.length > 0}
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      </div>
      <Upload onText={onChange} />
      {faults.length === 0 ? null : (
        <ul className="faults" id={`${id}-faults`}>
          {faults.map((fault) => (
            <li key={`${fault.from} ${fault.field} ${fault.says}`} className="err">
              <Icon name="fails" />
              <span>
                <button type="button" className="linklike" onClick={() => go(fault)}>
                  {`Line ${fault.line}`}
                </button>
                {fault.field === "" ? ": " : <code> {fault.field}: </code>}
                {fault.says}
              </span>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** A file's text in place of what stands in the field. */
function Upload({ onText }: { readonly onText: (text: string) => void }): ReactNode {
  const [problem, setProblem] = useState<string | null>(null);
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    if (file.size > bytesMax) return setProblem("The file is larger than an entry may be: 256 kB.");
    setProblem(null);
    onText(await file.text());
  };
  return (
    <div>
      <label className="upload">
        <span>Upload an entry</span>{" "}
        <input
          type="file"
          accept=".json,.jsonc,application/json"
          onChange={(event) => {
            void take(event.target.files?.[0]);
            // The same file again is a change, too.
            event.target.value = "";
          }}
        />
      </label>
      {problem === null ? null : (
        <p className="err" role="alert">
          <Icon name="fails" />
          <span>{problem}</span>
        </p>
      )}
    </div>
  );
}
