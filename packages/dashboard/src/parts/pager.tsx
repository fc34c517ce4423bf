/** The foot of a list that is read page by page: how much of it is shown, and the way to more. */
import type { ReactNode } from "react";
import { counted } from "../words/plural.ts";

/** Where a list that is read page by page stands. */
export interface Paged {
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly fetchNextPage: () => unknown;
}

/** How many a list has in all; `exact`: or only about so many. */
export interface Total {
  readonly value: number;
  readonly exact: boolean;
}

const number = new Intl.NumberFormat("en");

/** `50 of 1,187 connections`, `50 connections, and more`. */
function shownOf(shown: number, noun: string, { hasMore, total }: OfAll): string {
  if (!hasMore) return counted(shown, noun);
  if (total === undefined || total === null) return `${counted(shown, noun)}, and more`;
  const all = `${total.exact ? "" : "about "}${counted(total.value, noun)}`;
  return `${number.format(shown)} of ${all}`;
}

interface OfAll {
  readonly hasMore: boolean;
  readonly total?: Total | null | undefined;
}

export function Pager({
  of,
  shown,
  noun,
  total,
  more = "Show more",
}: {
  readonly of: Paged;
  /** How many are shown. */
  readonly shown: number;
  /** What they are: `connection`. */
  readonly noun: string;
  /** Null or undefined where that is not known. */
  readonly total?: Total | null | undefined;
  readonly more?: string;
}): ReactNode {
  return (
    <div className="pager">
      <span role="status">{shownOf(shown, noun, { hasMore: of.hasNextPage, total })}</span>
      <MoreButton of={of} says={more} />
    </div>
  );
}

/** Nothing at the end of the list. */
export function MoreButton({
  of: { hasNextPage, isFetchingNextPage, fetchNextPage },
  says,
  small = false,
}: {
  readonly of: Paged;
  readonly says: string;
  readonly small?: boolean;
}): ReactNode {
  if (!hasNextPage) return null;
  return (
    <button
      type="button"
      className={small ? "btn s" : "btn"}
      disabled={isFetchingNextPage}
      onClick={() => void fetchNextPage()}
    >
      {says}
    </button>
  );
}
