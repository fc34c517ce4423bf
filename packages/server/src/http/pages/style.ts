/** The style of our pages: one sheet, readable in light and dark, on any width, in either direction. */

import { textOn } from "@grantry/design/text-on";
import { tokenCss } from "@grantry/design/tokens";

/** What pages call the tokens. */
const names = `--ink: var(--text); --soft: var(--text-2); --card: var(--surface); --ground: var(--canvas);
  --accent-ink: var(--accent-text); --warn: var(--danger); --ask: var(--user-t); --ask-ground: var(--user-b);
  --shadow: var(--shadow-2);`;

export const pageStyle = `${tokenCss}:root { ${names} }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; grid-template-columns: minmax(0, 1fr);
  grid-template-rows: 1fr auto; place-items: center; padding: 2rem 1rem 1.25rem;
  background: var(--ground); color: var(--ink);
  font: .9375rem/1.5rem var(--font); }
main { width: 100%; max-width: 27rem; padding: 1.75rem; background: var(--card);
  border: 1px solid var(--line); border-radius: 14px; }
h1 { margin: 0 0 .75rem; font-size: 1.375rem; line-height: 1.8125rem; font-weight: 600; text-wrap: balance;
  overflow-wrap: anywhere; }
p, dt, dd, li, label, legend { overflow-wrap: anywhere; }
p { margin: 0 0 1rem; text-wrap: pretty; }
h2 { margin: 1.5rem 0 .75rem; font-size: 1.05rem; }
a { color: var(--accent-ink); }
dl { margin: 0 0 1.25rem; border: 1px solid var(--line); border-radius: 10px; }
dl div { padding: .5rem .9rem; }
dl div + div { border-block-start: 1px solid var(--line); }
dt { color: var(--soft); font-size: .85rem; }
dd { margin: 0; }
ul { margin: 0; padding-inline-start: 1.1rem; }
small, .soft { color: var(--soft); font-size: .875rem; }
.warn { color: var(--warn); }
form { display: grid; grid-template-columns: minmax(0, 1fr); gap: .625rem; }
form + form, form + p, ul + p { margin-block-start: 1rem; }
button, .button { width: 100%; min-height: 2.75rem; padding: .5625rem 1rem; border-radius: 9px;
  border: 1px solid var(--control); background: transparent; color: inherit; font: inherit; font-weight: 500;
  text-align: center; text-decoration: none; cursor: pointer; display: block;
  overflow-wrap: anywhere; transition: background-color .12s ease-out; }
.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.primary:hover { background: var(--accent-hover); border-color: var(--accent-hover); }
[hidden] { display: none; }
button:focus-visible, a:focus-visible, summary:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
label { display: grid; gap: .25rem; font-size: .9rem; font-weight: 600; }
input, select { width: 100%; padding: .6rem .75rem; border-radius: 9px; border: 1px solid var(--control);
  background: var(--card); color: inherit; font: inherit; font-weight: 400; }
input:focus-visible, select:focus-visible { outline: 3px solid var(--accent); outline-offset: 1px; }
fieldset { margin: 0; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: 9px; min-width: 0; }
legend { padding: 0 .25rem; font-size: .9rem; font-weight: 600; }
.check { display: flex; gap: .6rem; align-items: baseline; padding: .2rem 0; font-weight: 400; }
.check input { width: auto; accent-color: var(--accent); }
.field { display: grid; grid-template-columns: minmax(0, 1fr); gap: .25rem; margin-block-end: .4rem; font-size: .9rem; }
.field p { margin: 0; } .field label { display: block; }
[aria-invalid="true"] { border-color: var(--warn); }
.choice { padding: .4rem 0; cursor: pointer; }
.choice + .choice { border-block-start: 1px solid var(--line); }
.choice span { min-width: 0; flex: 1; overflow-wrap: anywhere; }
.choice small { display: block; }
code { font: .85em var(--mono); overflow-wrap: anywhere; }
@media (max-width: 40rem) { input, select, button, .button { font-size: 1rem; } }
@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }
`;

/** Beside it where a page is a sheet; on a phone the sheet is the page. */
export const sheetStyle = `
main { box-shadow: var(--shadow); }
main > :last-child { margin-block-end: 0; }
.brand { display: flex; align-items: center; gap: .5rem; margin-block-end: 1.25rem; font-weight: 600; }
.brand svg { width: 1.75rem; height: 1.75rem; display: block; }
@media (max-width: 40rem) {
  body { padding: 0; place-items: start stretch; align-content: start; grid-template-rows: auto auto; background: var(--card); }
  main { border: 0; border-radius: 0; box-shadow: none; max-width: none; padding: 1.75rem 1.25rem; }
  button, .button { min-height: 3rem; padding-block: .6875rem; }
}
`;

/** Beside both on the connect pages. */
export const connectStyle = `
main { display: grid; grid-template-columns: minmax(0, 1fr); gap: 1.25rem; }
main > *, main > * > p { margin: 0; }
.head { display: grid; gap: .25rem; } .head h1 { margin: 0; }
.pair { display: flex; align-items: center; gap: .625rem; }
.wire { width: 2.1rem; height: 2px; background: repeating-linear-gradient(90deg, var(--control) 0 4px, transparent 4px 8px); }
.tile { flex: none; width: 2.75rem; height: 2.75rem; border-radius: 11px; border: 1px solid var(--line);
  display: grid; place-items: center; overflow: hidden; background: #fff; color: #33414d; font-size: 1.2rem; font-weight: 600; }
.tile svg { width: 1.6rem; height: 1.6rem; display: block; }
.tile img { width: 100%; height: 100%; object-fit: contain; display: block; }
.tile.app { background: var(--ground); color: var(--ink); }
.mark { flex: none; width: 1.25rem; height: 1.25rem; fill: none; stroke: currentColor; stroke-width: 1.6;
  stroke-linecap: round; stroke-linejoin: round; color: var(--accent-ink); }
.mark.bad { color: var(--warn); } .mark.off { color: var(--soft); }
.note { display: grid; grid-template-columns: 1.25rem minmax(0, 1fr); gap: .625rem; padding: .75rem .875rem;
  border: 1px solid color-mix(in srgb, var(--ask) 28%, transparent); border-radius: 10px; background: var(--ask-ground); }
.note .mark { color: var(--ask); margin-block-start: .125rem; }
.note p { margin: 0; } .note p:first-child { font-weight: 600; }
.asks { border: 1px solid var(--line); border-radius: 10px; padding: 0; list-style: none; }
.asks li { display: grid; grid-template-columns: 1.125rem minmax(0, 1fr); gap: .625rem; padding: .625rem .875rem;
  overflow-wrap: anywhere; }
.asks li + li { border-block-start: 1px solid var(--line); }
.asks .mark { width: 1.125rem; height: 1.125rem; margin-block-start: .1875rem; }
.asks small { display: block; }
.able { display: grid; gap: .5rem; }
.buttons { display: grid; gap: .625rem; }
details { font-size: .875rem; color: var(--soft); }
summary { cursor: pointer; padding: .25rem 0; }
details dl { margin: .5rem 0 0; color: var(--ink); }
footer { width: 100%; max-width: 27rem; padding-block-start: 1.25rem; color: var(--soft); font-size: .8125rem;
  line-height: 1.25rem; text-align: center; overflow-wrap: anywhere; }
footer a { color: inherit; }
@media (max-width: 40rem) {
  footer { max-width: none; padding: 0 1.25rem 1.75rem; }
}
`;

/**
 * The button that goes on, in an app's colour (`#rrggbb`; nothing else is written). Its text is white or black,
 * whichever can be read better: that is always 4.5 to 1 or more (WCAG 2.2, 1.4.3). Its edge is ours, so that it is
 * seen in any colour.
 */
export function buttonColor(color: string): string {
  if (!/^#[0-9a-f]{6}$/i.test(color)) return "";
  return `.primary, .primary:hover { background: ${color}; border-color: var(--control); color: ${textOn(color)}; }
.primary:hover { text-decoration: underline; }
`;
}
