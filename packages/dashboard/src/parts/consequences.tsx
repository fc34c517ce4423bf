/** What a change would do, said before it is made. */
import type { ReactNode } from "react";
import { type Impact, impactInWords } from "../words/impact.ts";
import { Icon } from "./icon.tsx";

export function Consequences({
  impact,
  provider,
}: {
  /** Undefined while it is not known. */
  readonly impact: Impact | undefined;
  readonly provider: string;
}): ReactNode {
  const says = impact === undefined ? [] : impactInWords(impact, provider);
  return (
    <div role="status">
      {says.length === 0 ? null : (
        <div className={impact?.ended === 0 ? "note info" : "note user"}>
          <Icon name={impact?.ended === 0 ? "people" : "fails"} />
          <div className="grow">
            {says.map((sentence) => (
              <p key={sentence}>{sentence}</p>
            ))}
          </div>
        </div>
      )}
    </div>
  );
}
