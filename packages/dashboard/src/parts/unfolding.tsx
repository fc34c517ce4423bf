/** A line of a log, which opens with its details. */
import type { ReactNode } from "react";
import { timeOfDay } from "../words/time.ts";

export function Unfolding({
  isOpen,
  onTurn,
  at,
  line,
  children,
}: {
  readonly isOpen: boolean;
  /** Opens it, or closes it: which one is open stands in the address. */
  readonly onTurn: () => void;
  readonly at: string;
  readonly line: ReactNode;
  /** The details. */
  readonly children: ReactNode;
}): ReactNode {
  return (
    <li>
      <details
        open={isOpen}
        onToggle={({ currentTarget: { open } }) => {
          if (open !== isOpen) onTurn();
        }}
      >
        <summary>
          {line}
          <time className="small t2 nowrap" dateTime={at} title={at}>
            {timeOfDay(at)}
          </time>
        </summary>
        {isOpen ? children : null}
      </details>
    </li>
  );
}
