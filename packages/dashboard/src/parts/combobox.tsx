/** A field that finds, and the list of what it finds: the focus stays in the field, the arrows move the choice, Enter takes it. */
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from "react";
import { Icon, type IconName } from "./icon.tsx";

/** One thing to choose. */
export interface Choice {
  readonly id: string;
  readonly text: string;
  /** What tells it from others of its name. */
  readonly more: string;
  readonly icon?: IconName;
}

export interface ChoiceGroup<One extends Choice> {
  /** Empty: it needs no heading. */
  readonly title: string;
  readonly found: readonly One[];
  /** How many more there are that are not shown; true where that is not known. */
  readonly left?: number | boolean;
}

const number = new Intl.NumberFormat("en");
const charactersMax = 200;

export function Combobox<One extends Choice>({
  label,
  text,
  groups,
  onText,
  onTake,
}: {
  readonly label: string;
  readonly text: string;
  readonly groups: readonly ChoiceGroup<One>[];
  readonly onText: (text: string) => void;
  readonly onTake: (one: One) => void;
}): ReactNode {
  const all = groups.flatMap(({ title, found }) =>
    found.map((one) => ({ key: `${title} ${one.id}`, one })),
  );
  const chosen = useChosen(all);
  const listId = useId();
  const idOf = (one: One) => `${listId}-${all.findIndex((some) => some.one === one)}`;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined && event.key !== "Enter") return;
    event.preventDefault();
    if (step !== undefined) chosen.move(step);
    else if (chosen.one !== undefined) onTake(chosen.one);
  };
  return (
    <>
      <div className="search jumpto">
        <Icon name="search" />
        <input
          className="in"
          role="combobox"
          aria-expanded={all.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={chosen.one === undefined ? undefined : idOf(chosen.one)}
          aria-label={label}
          placeholder={label}
          autoComplete="off"
          spellCheck={false}
          maxLength={charactersMax}
          data-first
          value={text}
          onChange={({ target }) => {
            onText(target.value);
            chosen.reset();
          }}
          onKeyDown={onKeyDown}
        />
      </div>
      <div className="found" id={listId} role="listbox" aria-label="Found">
        {groups.map((group) => (
          <Group key={group.title} group={group} idOf={idOf} chosen={chosen.one} onTake={onTake} />
        ))}
      </div>
    </>
  );
}

/** Which one Enter takes: the first, until the arrows have moved it; then that one, also where others come above it. */
function useChosen<One>(all: readonly { readonly key: string; readonly one: One }[]) {
  const [key, setKey] = useState<string | null>(null);
  const at = Math.max(
    all.findIndex((some) => some.key === key),
    0,
  );
  return {
    one: all[at]?.one,
    move: (step: number) => setKey(all[(at + step + all.length) % all.length]?.key ?? null),
    reset: () => setKey(null),
  };
}

function Group<One extends Choice>({
  group: { title, found, left = 0 },
  idOf,
  chosen,
  onTake,
}: {
  readonly group: ChoiceGroup<One>;
  readonly idOf: (one: One) => string;
  readonly chosen: One | undefined;
  readonly onTake: (one: One) => void;
}): ReactNode {
  const titleId = useId();
  const options = found.map((one) => (
    <Option
      key={one.id}
      id={idOf(one)}
      of={one}
      isChosen={one === chosen}
      onTake={() => onTake(one)}
    />
  ));
  const rest =
    left === 0 || left === false ? null : (
      <p className="rest" role="presentation">
        {`And ${left === true ? "" : `${number.format(left)} `}more: type more to find them.`}
      </p>
    );
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is of forms.
    <div role="group" {...(title === "" ? {} : { "aria-labelledby": titleId })}>
      {title === "" ? null : (
        <p className="title" id={titleId} role="presentation">
          {title}
        </p>
      )}
      {options}
      {rest}
    </div>
  );
}

function Option({
  id,
  of: { text, more, icon },
  isChosen,
  onTake,
}: {
  readonly id: string;
  readonly of: Choice;
  readonly isChosen: boolean;
  readonly onTake: () => void;
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
      title={text}
      onClick={onTake}
    >
      {icon === undefined ? null : <Icon name={icon} />}
      <bdi className="ell">{text}</bdi>
      <bdi className="ell t2 small">{more}</bdi>
    </div>
  );
}
