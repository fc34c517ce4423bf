/**
 * The design tokens of every page: the dashboard, the connect pages, the account pages. A colour is said once,
 * for light and for dark, and its contrast is computed in tokens.test.ts.
 */

/** A colour in light and in dark. */
export type Shades = readonly [light: string, dark: string];

/** By the name of the custom property, without its dashes. */
export const colours = {
  canvas: ["#F5F7F8", "#0D1217"],
  surface: ["#FFFFFF", "#141B22"],
  sunken: ["#EEF1F3", "#0A0E12"],
  line: ["#DCE2E6", "#27323C"],
  /** The border of what can be typed into or pressed. */
  control: ["#7F8C97", "#6B7985"],
  text: ["#14202A", "#E7ECF0"],
  "text-2": ["#44525E", "#ABB7C2"],
  "text-3": ["#5B6874", "#8F9CA8"],
  accent: ["#0A6074", "#57BFD4"],
  "accent-hover": ["#084D5E", "#7BD0E1"],
  "on-accent": ["#FFFFFF", "#05232B"],
  "accent-text": ["#0A5B6E", "#70CDE0"],
  "accent-soft": ["#E4F2F5", "#0F2D36"],
  focus: ["#0A6074", "#70CDE0"],
  danger: ["#B3261E", "#F2857D"],
  "on-danger": ["#FFFFFF", "#2A0806"],
  // States: text and ground. Colour, icon and word always stand together.
  "ok-t": ["#17663A", "#6FD08E"],
  "ok-b": ["#E5F4EA", "#11301E"],
  "user-t": ["#9C3D08", "#F6A561"],
  "user-b": ["#FDEDE0", "#3A2311"],
  "soon-t": ["#6E5200", "#E3C24F"],
  "soon-b": ["#FAF2CF", "#322A0C"],
  "deg-t": ["#643A9E", "#C6A6F2"],
  "deg-b": ["#F1EAFA", "#2B1D42"],
  "off-t": ["#44525E", "#ABB7C2"],
  "off-b": ["#E9EDF0", "#212B34"],
  "fail-t": ["#A8201A", "#FF9C94"],
  "fail-b": ["#FCEAE9", "#3C1816"],
} as const satisfies Readonly<Record<string, Shades>>;
export type Colour = keyof typeof colours;

const shadows = {
  "shadow-1": ["0 1px 2px rgb(16 32 42 / .06)", "none"],
  "shadow-2": [
    "0 4px 16px rgb(16 32 42 / .12), 0 1px 3px rgb(16 32 42 / .08)",
    "0 8px 24px rgb(0 0 0 / .5)",
  ],
} as const satisfies Readonly<Record<string, Shades>>;

/** Type and space: the same in light and dark. */
const measures = {
  font: '-apple-system, BlinkMacSystemFont, "Segoe UI Variable Text", "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", "Liberation Sans", Arial, "Hiragino Sans", "Noto Sans CJK JP", sans-serif',
  mono: 'ui-monospace, "SF Mono", "Cascadia Mono", "Segoe UI Mono", Menlo, Consolas, "Liberation Mono", monospace',
  /** Corners: of a tag, a control, a card, a sheet. */
  "r-s": "4px",
  "r-m": "6px",
  "r-l": "10px",
  "r-xl": "14px",
} as const;

function declarations(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .map(([name, value]) => `--${name}: ${value};`)
    .join(" ");
}

const shade = (of: 0 | 1) =>
  Object.fromEntries(
    Object.entries({ ...colours, ...shadows }).map(([name, one]) => [name, one[of]]),
  );

/** The tokens as custom properties (CSS), which follow the reader's choice of light or dark. */
export const tokenCss = `:root { color-scheme: light dark; ${declarations({ ...measures, ...shade(0) })} }
@media (prefers-color-scheme: dark) { :root { ${declarations(shade(1))} } }
`;
