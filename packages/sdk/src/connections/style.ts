/** The one style sheet of the parts, for light and dark. Every value can be set from outside by `--grantry-…`. */

/** In light and in dark, as on Grantry's own pages. */
export const colours = {
  surface: ["#FFFFFF", "#141B22"],
  sunken: ["#EEF1F3", "#0A0E12"],
  line: ["#DCE2E6", "#27323C"],
  control: ["#7F8C97", "#6B7985"],
  text: ["#14202A", "#E7ECF0"],
  "text-2": ["#44525E", "#ABB7C2"],
  accent: ["#0A6074", "#57BFD4"],
  "accent-hover": ["#084D5E", "#7BD0E1"],
  "on-accent": ["#FFFFFF", "#05232B"],
  focus: ["#0A6074", "#70CDE0"],
  danger: ["#B3261E", "#F2857D"],
  "on-danger": ["#FFFFFF", "#2A0806"],
  "ok-t": ["#17663A", "#6FD08E"],
  "ok-b": ["#E5F4EA", "#11301E"],
  "user-t": ["#9C3D08", "#F6A561"],
  "user-b": ["#FDEDE0", "#3A2311"],
  "off-t": ["#44525E", "#ABB7C2"],
  "off-b": ["#E9EDF0", "#212B34"],
  "fail-t": ["#A8201A", "#FF9C94"],
  "fail-b": ["#FCEAE9", "#3C1816"],
} as const;

const declared = (value: (light: string, dark: string) => string) =>
  Object.entries(colours)
    .map(([name, [light, dark]]) => `--_${name}: var(--grantry-${name}, ${value(light, dark)});`)
    .join(" ");

const roots = ":where([data-grantry-connections], [data-grantry-connect])";

/** Whole, as `@grantry/react/style.css` has it and the custom element takes it into its shadow. */
export const connectionsCss: string = `/* @grantry: light or dark follows the page's "color-scheme". */
${roots} { ${declared((light) => light)} }
@supports (color: light-dark(red, red)) { ${roots} { ${declared((light, dark) => `light-dark(${light}, ${dark})`)} } }
${roots} {
  --_radius: var(--grantry-radius, 10px);
  --_radius-control: var(--grantry-radius-control, 6px);
  color: var(--_text);
  font: var(--grantry-font, inherit);
  font-size: var(--grantry-font-size, 0.9375rem);
  line-height: 1.45;
}
${roots} *, ${roots} *::before { box-sizing: border-box; }
[data-grantry-message] {
  position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0;
  overflow: hidden; clip-path: inset(50%); white-space: nowrap; border: 0;
}
[data-grantry-connections] { position: relative; }
[data-grantry-list] {
  list-style: none; margin: 0; padding: 0;
  background: var(--_surface); border: 1px solid var(--_line); border-radius: var(--_radius);
}
[data-grantry-row] {
  display: grid; grid-template-columns: auto minmax(0, 1fr) auto auto; align-items: center;
  gap: 2px 12px; padding: 10px 14px; min-height: 61px;
}
[data-grantry-row] + [data-grantry-row] { border-block-start: 1px solid var(--_line); }
[data-grantry-logo] {
  grid-row: 1; display: grid; place-items: center; width: 32px; height: 32px; overflow: hidden;
  border: 1px solid var(--_line); border-radius: 7px; background: #fff; color: #33414d;
  font-size: 12px; font-weight: 600;
}
[data-grantry-logo] svg { width: 18px; height: 18px; }
[data-grantry-logo] img { max-width: 100%; max-height: 100%; }
::slotted(img) { max-width: 100%; max-height: 100%; }
[data-grantry-who] { min-width: 0; display: grid; }
[data-grantry-name], [data-grantry-account] {
  overflow: hidden; text-overflow: ellipsis; white-space: nowrap; text-align: match-parent;
}
[data-grantry-name] { font-weight: 600; }
[data-grantry-account] { color: var(--_text-2); font-size: 0.875em; }
[data-grantry-state] {
  display: inline-flex; align-items: center; gap: 5px; padding: 1px 9px 1px 6px; min-height: 22px;
  border-radius: 11px; font-size: 0.8125em; font-weight: 500; white-space: nowrap;
  background: var(--_off-b); color: var(--_off-t);
}
[data-grantry-state="active"] { background: var(--_ok-b); color: var(--_ok-t); }
[data-grantry-state="needs_reauth"] { background: var(--_user-b); color: var(--_user-t); }
[data-grantry-state] svg {
  width: 14px; height: 14px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.5;
  stroke-linecap: round; stroke-linejoin: round;
}
[data-grantry-actions] { display: flex; flex-wrap: wrap; gap: 8px; justify-content: flex-end; }
[data-grantry-actions]:empty { display: none; }
[data-grantry-note] {
  grid-column: 2 / -1; color: var(--_text-2); font-size: 0.875em; margin: 0; overflow-wrap: anywhere;
}
[data-grantry-panel], [data-grantry-problem] {
  display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; padding: 10px 12px;
  border-radius: var(--_radius-control); background: var(--_sunken);
}
[data-grantry-panel] { grid-column: 1 / -1; margin-block-start: 6px; }
[data-grantry-connect] [data-grantry-panel] { margin: 0; }
[data-grantry-panel] > :first-child, [data-grantry-problem] > :first-child {
  flex: 1 1 14em; min-width: 0; margin: 0; overflow-wrap: anywhere;
}
[data-grantry-panel="failed"], [data-grantry-panel="blocked"], [data-grantry-problem] {
  background: var(--_fail-b); color: var(--_fail-t);
}
[data-grantry-problem] { margin-block-end: 12px; }
[data-grantry-details] { flex-basis: 100%; order: 1; font-size: 0.8125em; overflow-wrap: anywhere; }
[data-grantry-button] {
  font: inherit; font-size: 0.875em; font-weight: 500; min-height: 32px; padding: 4px 12px; margin: 0;
  border: 1px solid var(--_control); border-radius: var(--_radius-control);
  background: var(--_surface); color: var(--_text); cursor: pointer; text-align: center;
  transition: background-color 120ms ease-out;
}
[data-grantry-button]:hover { background: var(--_sunken); }
[data-grantry-button][data-tone="primary"] { background: var(--_accent); border-color: transparent; color: var(--_on-accent); }
[data-grantry-button][data-tone="primary"]:hover { background: var(--_accent-hover); }
[data-grantry-button][data-tone="danger"] { background: var(--_danger); border-color: transparent; color: var(--_on-danger); }
[data-grantry-button]:focus-visible { outline: 2px solid var(--_focus); outline-offset: 2px; }
[data-grantry-button]:disabled { opacity: 0.6; cursor: default; }
[data-grantry-loading] {
  height: 61px; margin: 0; border: 1px solid var(--_line); border-radius: var(--_radius);
  background: var(--_sunken); opacity: 0; animation: grantry-appear 1ms 200ms forwards;
}
[data-grantry-loading] span { position: absolute; clip-path: inset(50%); }
@keyframes grantry-appear { to { opacity: 1; } }
@media (max-width: 640px) {
  [data-grantry-row] { grid-template-columns: auto minmax(0, 1fr) auto; }
  [data-grantry-actions] { grid-column: 1 / -1; justify-content: flex-start; margin-block-start: 6px; }
}
@media (pointer: coarse) { [data-grantry-button] { min-height: 40px; } }
@media (prefers-reduced-motion: reduce) { [data-grantry-button] { transition: none; } }
@media (forced-colors: active) { [data-grantry-state] { border: 1px solid; } }
`;
