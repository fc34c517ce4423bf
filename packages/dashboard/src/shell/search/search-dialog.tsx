/** Search or jump to: a combobox in a dialog. What is typed stays out of the address: it may name somebody. */
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { later } from "../../outside.ts";
import { Dialog } from "../../parts/dialog.tsx";
import { Icon } from "../../parts/icon.tsx";
import { counted } from "../../words/plural.ts";
import { type Found, type FoundGroup, useFound } from "./found.ts";

/** How long nobody types before the server is asked. */
const pauseMs = 200;
const charactersMax = 200;

export function SearchDialog({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [text, setText] = useState("");
  const { groups, isSearching, error } = useFound(text, useAfterPause(text));
  const all = groups.flatMap(({ found }) => found);
  const chosen = useChosen(all);
  const navigate = useNavigate();
  const listId = useId();
  const idOf = (found: Found) => `${listId}-${all.indexOf(found)}`;
  const go = (found: Found) => {
    onClose();
    void navigate(found.to);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined && event.key !== "Enter") return;
    event.preventDefault();
    if (step !== undefined) chosen.move(step);
    else if (chosen.found !== undefined) go(chosen.found);
  };
  return (
    <Dialog title="Search or jump to" onClose={onClose}>
      <div className="search jumpto">
        <Icon name="search" />
        <input
          className="in"
          role="combobox"
          aria-expanded={all.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={chosen.found === undefined ? undefined : idOf(chosen.found)}
          aria-label="Page, connector, app, person, or whose connection"
          placeholder="Page, connector, app, person, or whose connection"
          autoComplete="off"
          spellCheck={false}
          maxLength={charactersMax}
          data-first
          value={text}
          onChange={({ target }) => {
            setText(target.value);
            chosen.reset();
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className="found" id={listId} role="listbox" aria-label="Found">
        {groups.map((group) => (
          <Group key={group.title} group={group} idOf={idOf} chosen={chosen.found} onGo={go} />
        ))}
      </div>
      <p className={all.length === 0 || error !== null ? "t2" : "vh"} role="status">
        {saidOf(all.length, isSearching, error)}
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

/** Which one Enter opens: the first, until the arrows have moved it. */
function useChosen(all: readonly Found[]) {
  const [at, setAt] = useState(0);
  const found = all[Math.min(at, all.length - 1)];
  return {
    found,
    move: (step: number) => {
      if (all.length > 0) setAt((Math.min(at, all.length - 1) + step + all.length) % all.length);
    },
    reset: () => setAt(0),
  };
}

function Group({
  group,
  idOf,
  chosen,
  onGo,
}: {
  readonly group: FoundGroup;
  readonly idOf: (found: Found) => string;
  readonly chosen: Found | undefined;
  readonly onGo: (found: Found) => void;
}): ReactNode {
  const titleId = useId();
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is of forms.
    <div role="group" aria-labelledby={titleId}>
      <p className="title" id={titleId} role="presentation">
        {group.title}
      </p>
      {group.found.map((found) => (
        <Option
          key={found.id}
          id={idOf(found)}
          found={found}
          isChosen={found === chosen}
          onGo={() => onGo(found)}
        />
      ))}
    </div>
  );
}

function Option({
  id,
  found,
  isChosen,
  onGo,
}: {
  readonly id: string;
  readonly found: Found;
  readonly isChosen: boolean;
  readonly onGo: () => void;
}): ReactNode {
  const ref = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (isChosen) ref.current?.scrollIntoView({ block: "nearest" });
  }, [isChosen]);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the chosen one.
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field hears the keys.
    <div
      ref={ref}
      id={id}
      role="option"
      aria-selected={isChosen}
      className="option"
      title={found.text}
      onClick={onGo}
    >
      <Icon name={found.icon} />
      <bdi className="ell">{found.text}</bdi>
      <bdi className="ell t2 small">{found.more}</bdi>
    </div>
  );
}
