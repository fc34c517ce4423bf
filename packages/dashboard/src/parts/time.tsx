/** A time, in words; exactly when pointed at. */
import type { ReactNode } from "react";
import { onDay, timeInWords } from "../words/time.ts";

/** `on`: the day and the time of day, however near. */
export function Time({ at, on }: { readonly at: string; readonly on?: boolean }): ReactNode {
  return (
    <time dateTime={at} title={at} className="nowrap">
      {on === true ? onDay(at) : timeInWords(at)}
    </time>
  );
}
