/** A connection's state: colour, icon and word. */
import type { ReactNode } from "react";
import { Icon } from "../../parts/icon.tsx";
import { type Connection, stateOf } from "../../words/connection.ts";

export function StateChip({ of }: { readonly of: Connection }): ReactNode {
  const { word, tone, icon } = stateOf(of);
  return (
    <span className={`st ${tone}`}>
      <Icon name={icon} />
      {word}
    </span>
  );
}
