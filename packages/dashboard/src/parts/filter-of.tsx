/** A filter by one of the workspace's own things: a list to choose from where there are a few, a search where there are many. */
import { type ReactNode, useState } from "react";
import { matching } from "../words/matching.ts";
import { counted } from "../words/plural.ts";
import { type Choice, type ChoiceGroup, Combobox } from "./combobox.tsx";
import { Dialog } from "./dialog.tsx";
import { FilterSelect } from "./filter-select.tsx";
import { Icon } from "./icon.tsx";

export interface Named {
  readonly id: string;
  readonly name: string;
}

export interface NamedGroup {
  /** Empty where there is only one. */
  readonly label: string;
  readonly all: readonly Named[];
}

/** More are searched. */
const optionsMax = 50;
/** So many are shown of a group: who looks for another one types its name. */
const shownMax = 20;

interface Given {
  /** `App`. */
  readonly label: string;
  readonly chosen: string | undefined;
  readonly groups: readonly NamedGroup[];
  /** What the chosen one is called, where it stands in no group. */
  readonly called?: string | undefined;
  /** Undefined: without a choice. */
  readonly onChoose: (id: string | undefined) => void;
}

export function FilterOf(given: Given): ReactNode {
  const { label, chosen, groups, called, onChoose } = given;
  const count = groups.reduce((sum, { all }) => sum + all.length, 0);
  const isListed = groups.some(({ all }) => all.some(({ id }) => id === chosen));
  if (count > optionsMax) return <FilterSearch {...given} />;
  return (
    <FilterSelect label={label} chosen={chosen} onChoose={onChoose}>
      {/* Something that was deleted, somebody who left, or what is not loaded yet. */}
      {chosen === undefined || isListed ? null : <option value={chosen}>{called ?? chosen}</option>}
      {groups.map((group) => (
        <Options key={group.label} of={group} />
      ))}
    </FilterSelect>
  );
}

function Options({ of: { label, all } }: { readonly of: NamedGroup }): ReactNode {
  if (all.length === 0) return null;
  const options = all.map(({ id, name }) => (
    <option key={id} value={id}>
      {name}
    </option>
  ));
  return label === "" ? options : <optgroup label={label}>{options}</optgroup>;
}

function FilterSearch({ label, chosen, groups, called, onChoose }: Given): ReactNode {
  const [open, setOpen] = useState(false);
  const named = groups.flatMap(({ all }) => all).find(({ id }) => id === chosen)?.name;
  return (
    <>
      <button
        type="button"
        className={chosen === undefined ? "chip" : "chip on"}
        aria-haspopup="dialog"
        onClick={() => setOpen(true)}
      >
        <bdi className="ell">{`${label}: ${chosen === undefined ? "all" : (named ?? called ?? chosen)}`}</bdi>
        <Icon name="updown" />
      </button>
      {open ? (
        <SearchOne
          label={label}
          isChosen={chosen !== undefined}
          groups={groups}
          onClose={() => setOpen(false)}
          onChoose={(id) => {
            setOpen(false);
            onChoose(id);
          }}
        />
      ) : null}
    </>
  );
}

function SearchOne({
  label,
  isChosen,
  groups,
  onClose,
  onChoose,
}: Pick<Given, "label" | "groups" | "onChoose"> & {
  readonly isChosen: boolean;
  readonly onClose: () => void;
}): ReactNode {
  const [text, setText] = useState("");
  const found = groups
    .map(({ label: title, all }): ChoiceGroup<Choice> => {
      const those = matching(text, all, ({ id, name }) => [name, id]);
      return {
        title,
        found: those.slice(0, shownMax).map(({ id, name }) => ({ id, text: name, more: id })),
        left: Math.max(0, those.length - shownMax),
      };
    })
    .filter((group) => group.found.length > 0);
  const count = found.reduce(
    (sum, { found: shown, left }) => sum + shown.length + Number(left ?? 0),
    0,
  );
  return (
    <Dialog title={`${label}: which one?`} onClose={onClose}>
      <Combobox
        label="Name or ID"
        text={text}
        groups={found}
        onText={setText}
        onTake={({ id }) => onChoose(id)}
      />
      <p className={count === 0 ? "t2" : "vh"} role="status">
        {count === 0 ? "Nothing is called that." : counted(count, "result")}
      </p>
      <div className="acts">
        {isChosen ? (
          <button type="button" className="btn" onClick={() => onChoose(undefined)}>
            Show all
          </button>
        ) : null}
        <button type="button" className="btn" onClick={onClose}>
          Close
        </button>
      </div>
    </Dialog>
  );
}
