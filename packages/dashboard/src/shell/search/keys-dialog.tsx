/** The list of keys. */
import { type ReactNode, useState } from "react";
import { Dialog } from "../../parts/dialog.tsx";
import { areSingleKeysOn, isMac, switchSingleKeys } from "../single-keys.ts";

const singles: readonly (readonly [keys: readonly string[], string])[] = [
  [["G", "O"], "Go to the overview"],
  [["G", "C"], "Go to the connections"],
  [["G", "N"], "Go to the connectors"],
  [["G", "P"], "Go to the apps"],
  [["G", "A"], "Go to the audit log"],
  [["/"], "Search on this page"],
  [["?"], "This list"],
];

export function KeysDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [isOn, setOn] = useState(areSingleKeysOn);
  return (
    <Dialog title="Keys" onClose={onClose}>
      <dl className="keys">
        <Row keys={[isMac() ? "⌘" : "Ctrl", "K"]} text="Search or jump to" />
        {singles.map(([keys, text]) => (
          <Row key={text} keys={keys} text={text} />
        ))}
      </dl>
      <label className="check">
        <input
          type="checkbox"
          checked={isOn}
          onChange={({ target }) => {
            switchSingleKeys(target.checked);
            setOn(target.checked);
          }}
        />
        Use single keys in this browser
      </label>
      <div className="acts">
        <button type="button" className="btn" data-first onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}

function Row({
  keys,
  text,
}: {
  readonly keys: readonly string[];
  readonly text: string;
}): ReactNode {
  return (
    <div>
      <dt>
        {keys.map((key) => (
          <kbd key={key}>{key}</kbd>
        ))}
      </dt>
      <dd>{text}</dd>
    </div>
  );
}
