/**
 * Lists that the browser has whole, and that may be long: the first of them, and the way to more. Where there are many, a
 * search finds the others.
 */
import { type ReactNode, useState } from "react";
import { matching } from "../words/matching.ts";
import { counted } from "../words/plural.ts";
import { Empty } from "./page.tsx";
import { MoreButton } from "./pager.tsx";
import { SearchField } from "./search-field.tsx";

/** So many are shown at first, and more at a time. */
const shownAtOnce = 50;

const number = new Intl.NumberFormat("en");

/** `50 of 1,000 apps`. */
const shownOf = (shown: number, all: number, noun: string) =>
  `${number.format(shown)} of ${counted(all, noun)}`;

export function LongList<Item>({
  all,
  noun,
  search,
  textsOf,
  always = false,
  children,
}: {
  readonly all: readonly Item[];
  /** What they are: `app`. */
  readonly noun: string;
  /** By what they are found: `Name or app ID`. */
  readonly search: string;
  readonly textsOf: (item: Item) => readonly string[];
  /** The search is there for a few, too. */
  readonly always?: boolean;
  readonly children: (shown: readonly Item[]) => ReactNode;
}): ReactNode {
  const [wanted, setWanted] = useState("");
  const found = matching(wanted, all, textsOf);
  const first = useFirst(found, shownAtOnce);
  // Where somebody is looking for something, that goes on, however few there are by now.
  if (!always && all.length <= shownAtOnce && wanted === "") return children(all);
  return (
    <>
      <div className="tools">
        <SearchField
          label={search}
          value={wanted}
          onChange={(text) => {
            setWanted(text);
            first.reset();
          }}
        />
        <span className="small t2" role="status">
          {counted(found.length, noun)}
        </span>
      </div>
      {found.length === 0 ? (
        <Empty title={`No ${noun} matches.`}>
          <button type="button" className="btn s" onClick={() => setWanted("")}>
            Clear the search
          </button>
        </Empty>
      ) : (
        children(first.shown)
      )}
      {first.shown.length < found.length ? (
        <div className="pager">
          <span>{shownOf(first.shown.length, found.length, noun)}</span>
          <MoreButton of={first.paged} says="Show more" />
        </div>
      ) : null}
    </>
  );
}

/** The first few of what stands among other things, where the most important are the first. */
export function FirstFew<Item>({
  all,
  first,
  noun,
  children,
}: {
  readonly all: readonly Item[];
  readonly first: number;
  readonly noun: string;
  readonly children: (shown: readonly Item[]) => ReactNode;
}): ReactNode {
  const few = useFirst(all, first, shownAtOnce);
  return (
    <>
      {children(few.shown)}
      {few.shown.length < all.length ? (
        <div className="few">
          <span className="small t2">{shownOf(few.shown.length, all.length, noun)}</span>
          <MoreButton of={few.paged} says="Show more" small />
        </div>
      ) : null}
    </>
  );
}

function useFirst<Item>(all: readonly Item[], first: number, step = first) {
  const [count, setCount] = useState(first);
  return {
    shown: all.slice(0, count),
    reset: () => setCount(first),
    paged: {
      hasNextPage: count < all.length,
      isFetchingNextPage: false,
      fetchNextPage: () => setCount(count + step),
    },
  };
}
