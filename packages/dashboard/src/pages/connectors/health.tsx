/** Whether a connector works, and how many are connected by it: two cells of a row. */
import type { ReactNode } from "react";
import type { Schemas } from "../../api/client.ts";
import { Icon } from "../../parts/icon.tsx";
import { connectionsInWords, healthOf, waitingInWords } from "../../words/connector.ts";

type Connector = Schemas["Connector"];

export function HealthChip({ of }: { readonly of: Pick<Connector, "health"> }): ReactNode {
  const { word, tone, icon } = healthOf(of);
  return (
    <span className={`st ${tone}`}>
      <Icon name={icon} />
      {word}
    </span>
  );
}

export function ConnectionCounts({ of }: { readonly of: Connector }): ReactNode {
  const waiting = waitingInWords(of);
  return (
    <>
      {connectionsInWords(of)}
      {waiting === "" ? null : <span className="sub ell">{waiting}</span>}
    </>
  );
}
