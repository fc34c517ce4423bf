/** Search or jump to: a combobox in a dialog. What is typed stays out of the address: it may name somebody. */
import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";
import { later } from "../../outside.ts";
import { Combobox } from "../../parts/combobox.tsx";
import { Dialog } from "../../parts/dialog.tsx";
import { counted } from "../../words/plural.ts";
import { useFound } from "./found.ts";

/** How long nobody types before the server is asked. */
const pauseMs = 200;

export function SearchDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [text, setText] = useState("");
  const { groups, isSearching, error } = useFound(text, useAfterPause(text));
  const count = groups.reduce((sum, { found }) => sum + found.length, 0);
  const navigate = useNavigate();
  return (
    <Dialog title="Search or jump to" onClose={onClose}>
      <Combobox
        label="Page, connector, app, person, or whose connection"
        text={text}
        groups={groups}
        onText={setText}
        onTake={(found) => {
          onClose();
          void navigate(found.to);
        }}
      />
      <p className={count === 0 || error !== null ? "t2" : "vh"} role="status">
        {saidOf(count, isSearching, error)}
      </p>
      <div className="acts">
        <button type="button" className="btn" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}

function saidOf(count: number, isSearching: boolean, error: Error | null): string {
  if (error !== null) return "Connections could not be searched: type again to try again.";
  if (count > 0) return counted(count, "result");
  return isSearching ? "Searching…" : "Nothing is called that.";
}

/** The text, once nobody has typed for a moment. */
function useAfterPause(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => later(() => setSettled(text), pauseMs), [text]);
  return settled;
}
