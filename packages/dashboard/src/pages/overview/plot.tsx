/**
 * Bars over time as SVG, drawn here: their colours are those of the theme, light, dark and forced, and a page pays
 * for no library. Hidden from who listens to the page: the figure, the sentence and the table say the same.
 */
import type { ReactNode } from "react";
import type { Figure } from "../../words/figures.ts";

const width = 240;
const height = 44;
/** What there is at all is seen. */
const leastHeight = 1.5;

export function Bars({ well, bad }: Pick<Figure, "well" | "bad">): ReactNode {
  const totals = well.map((value, at) => value + (bad[at] ?? 0));
  const most = Math.max(1, ...totals);
  const step = width / Math.max(1, totals.length);
  const tall = (value: number) =>
    value === 0 ? 0 : Math.max(leastHeight, (value / most) * (height - 1));
  return (
    <svg
      className="bars"
      viewBox={`0 0 ${width} ${height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      <line className="grid-l" x1="0" x2={width} y1={height - 0.5} y2={height - 0.5} />
      {well.map((value, at) => {
        const below = tall(value);
        const above = tall(bad[at] ?? 0);
        const place = { x: at * step + step * 0.1, width: step * 0.8, rx: 1 };
        return (
          // The bars stand in the order of time and never change places.
          // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
          <g key={at}>
            <rect className="bar-ok" {...place} y={height - below} height={below} />
            <rect className="bar-fail" {...place} y={height - below - above} height={above} />
          </g>
        );
      })}
    </svg>
  );
}
