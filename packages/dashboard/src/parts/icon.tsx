/** Icons: sixteen units square, drawn with the colour of the text beside them. */
import type { ReactNode } from "react";

const drawn = {
  overview: "M2.5 2.5h4.5v6h-4.5zM9 2.5h4.5v4H9zM2.5 10.5H7v3h-4.5zM9 8.5h4.5v5H9z",
  link: "M6.3 9.7l3.4-3.4M7.4 4.6l1.3-1.3a2.83 2.83 0 0 1 4 4l-1.3 1.3M8.6 11.4l-1.3 1.3a2.83 2.83 0 0 1-4-4l1.3-1.3",
  list: "M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4h.01M2.5 8h.01M2.5 12h.01",
  app: "M4 2.5h8A1.5 1.5 0 0 1 13.5 4v8a1.5 1.5 0 0 1-1.5 1.5H4A1.5 1.5 0 0 1 2.5 12V4A1.5 1.5 0 0 1 4 2.5zM2.5 6h11",
  right: "M6 4l4 4-4 4",
  left: "M10 4L6 8l4 4",
  lock: "M4 7.5h8a1 1 0 0 1 1 1v4a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1v-4a1 1 0 0 1 1-1zM5 7.500V5a3 3 0 0 1 6 0v2.500",
  screen:
    "M2.500 3h11a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-11a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1zM5.500 13.500h5",
  updown: "M5 6l3-3 3 3M5 10l3 3 3-3",
  plug: "M5.5 1.8v3M10.5 1.8v3M3.5 4.8h9v2.7a4.5 4.5 0 0 1-9 0zM8 12v2.4",
  people:
    "M6 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM1.5 13.5c.4-2.7 2.2-4 4.5-4s4.1 1.3 4.5 4M10.5 2.8a2.5 2.5 0 0 1 0 4.4M12.2 9.8c1.3.6 2.1 1.8 2.3 3.7",
  key: "M5 13.8a2.75 2.75 0 1 0 0-5.5 2.75 2.75 0 0 0 0 5.5zM7 9l6.5-6.5M11 5l2 2",
  shield: "M8 1.8l5 1.9v3.900c0 3.200-2 5.500-5 6.600-3-1.100-5-3.400-5-6.600V3.700z",
  sliders:
    "M2 5h7.2M12.8 5H14M2 11h1.2M6.8 11H14M11 6.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6zM5 12.8a1.8 1.8 0 1 0 0-3.6 1.8 1.8 0 0 0 0 3.6z",
  refresh: "M13.5 8a5.5 5.5 0 1 1-1.6-3.9M13.5 1.8v3h-3",
  out: "M9.5 2.5h4V6.5M13.5 2.5l-6 6M11.5 9.5v3a1 1 0 0 1-1 1h-7a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1h3",
  search: "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM10.4 10.4L14 14",
  plus: "M8 3v10M3 8h10",
  close: "M4 4l8 8M12 4l-8 8",
  menu: "M2 4h12M2 8h12M2 12h12",
  copy: "M5.5 5.5h7a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-6a1 1 0 0 1-1-1zM10.5 5.5v-2a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2",
  check: "M3 8.5l3.2 3.2L13 4.5",
  works: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM5.2 8.3l2 2 3.6-4.2",
  fails: "M5.5 2h5L14 5.5v5L10.5 14h-5L2 10.5v-5zM8 5v3.4M8 11h.01",
  person:
    "M7 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5zM2 13.5c.5-2.7 2.4-4 5-4 1 0 1.900.2 2.700.6M12.500 8.500v2.800M12.500 13.500h.01",
  clock: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM8 4.8v3.4l2.2 1.4",
  wave: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM4.6 8.6c1.1-1.7 2.3-1.7 3.4-.3s2.3 1.4 3.4-.3",
  struck: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM3.8 3.8l8.4 8.4",
  waits: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12zM5.5 8h.01M8 8h.01M10.5 8h.01",
} as const;
export type IconName = keyof typeof drawn;

/** A picture beside words that say the same: it is hidden from who listens to the page. */
export function Icon({ name }: { readonly name: IconName }): ReactNode {
  return (
    <svg className="i" viewBox="0 0 16 16" aria-hidden="true">
      <path d={drawn[name]} />
    </svg>
  );
}
