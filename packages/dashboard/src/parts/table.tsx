/** Tables: rows of two or three lines where the window is narrow; they stay tables to who listens. */
import type { ReactNode } from "react";

export interface Column {
  readonly title: string;
  /** Share of the width, in percent. */
  readonly width?: number;
  /** Only where there is room: `m` from 1180 pixels, `s` from 640. */
  readonly from?: "m" | "s";
  /** The heading is only for who listens. */
  readonly quiet?: boolean;
  /** In place of the title, which tells what it is. */
  readonly head?: ReactNode;
  /** The rows can stand in its order. */
  readonly sort?: {
    readonly way: "ascending" | "descending" | "none";
    readonly onSort: () => void;
  };
}

const shownFrom = { m: "hide-s hide-m", s: "hide-s" } as const;

export function Table({
  label,
  columns,
  children,
}: {
  readonly label: string;
  readonly columns: readonly Column[];
  readonly children: ReactNode;
}): ReactNode {
  return (
    // The roles are written out: a row that is stacked would lose them in some browsers.
    <table role="table" aria-label={label}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map((column) => (
            <Heading key={column.title} column={column} />
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">{children}</tbody>
    </table>
  );
}

function Heading({
  column: { title, width, from, quiet, head, sort },
}: {
  readonly column: Column;
}): ReactNode {
  return (
    <th
      role="columnheader"
      scope="col"
      className={from === undefined ? "" : shownFrom[from]}
      style={width === undefined ? undefined : { width: `${width}%` }}
      aria-sort={sort?.way}
    >
      {sort === undefined ? (
        (head ?? (quiet === true ? <span className="vh">{title}</span> : title))
      ) : (
        <button type="button" className="sort" onClick={sort.onSort}>
          {title}
          <span aria-hidden="true">{arrows[sort.way]}</span>
        </button>
      )}
    </th>
  );
}

const arrows = { ascending: "↑", descending: "↓", none: "↕" } as const;

export function Row({ children }: { readonly children: ReactNode }): ReactNode {
  return <tr role="row">{children}</tr>;
}

export function Cell({
  children,
  from,
  label,
  className = "",
}: {
  readonly children: ReactNode;
  readonly from?: Column["from"];
  /** In front of the value where the headings are not shown. */
  readonly label?: string;
  readonly className?: string;
}): ReactNode {
  const shown = from === undefined ? "" : shownFrom[from];
  return (
    <td role="cell" className={`${className} ${shown}`.trim()} data-l={label}>
      {children}
    </td>
  );
}
