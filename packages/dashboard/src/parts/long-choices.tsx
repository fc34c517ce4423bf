/**
 * What is chosen from in a form, where it may be much: the first few, and a search. All of it stays in the form, also what is not
 * shown: what was chosen stays chosen.
 */
import { type ReactNode, useState } from "react";
import { matching } from "../words/matching.ts";
import { counted } from "../words/plural.ts";
import { SearchField } from "./search-field.tsx";

/** So many are shown without a search. */
const shownMax = 20;

const number = new Intl.NumberFormat("en");

export function LongChoices<Item extends { readonly id: string }>({
  all,
  noun,
  search,
  textsOf,
  chosen,
  children,
}: {
  readonly all: readonly Item[];
  /** What they are: `connector`. */
  readonly noun: string;
  /** By what they are found: `Name or connector ID`. */
  readonly search: string;
  readonly textsOf: (item: Item) => readonly string[];
  /** Ids that are shown whatever is looked for. */
  readonly chosen: readonly string[];
  /** One of them; it sets `hidden` on what it returns. */
  readonly children: (item: Item, hidden: boolean) => ReactNode;
}): ReactNode {
  const [wanted, setWanted] = useState("");
  // Where somebody is looking for something, that goes on, however few there are by now.
  if (all.length <= shownMax && wanted === "") return all.map((one) => children(one, false));
  const found = matching(wanted, all, textsOf);
  const shown = new Set([...chosen, ...found.slice(0, shownMax).map(({ id }) => id)]);
  const rest = found.length - shownMax;
  return (
    <>
      <div className="tools bare">
        <SearchField label={search} value={wanted} onChange={setWanted} />
        <span className="small t2" role="status">
          {counted(found.length, noun)}
        </span>
      </div>
      {all.map((one) => children(one, !shown.has(one.id)))}
      {rest <= 0 ? null : (
        <p className="small t2">{`And ${number.format(rest)} more: type more to find them.`}</p>
      )}
    </>
  );
}
