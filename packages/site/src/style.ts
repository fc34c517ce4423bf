/** The style of all pages. Colours are the tokens that the dashboard has, too. */
import { colours, tokenCss } from "@grantry/design/tokens";

const shade = (of: 0 | 1) =>
  Object.entries(colours)
    .map(([name, one]) => `--${name}: ${one[of]};`)
    .join(" ");

export const css = `${tokenCss}
:root[data-theme="light"] { color-scheme: light; ${shade(0)} }
:root[data-theme="dark"] { color-scheme: dark; ${shade(1)} }
* { box-sizing: border-box; }
html { scroll-padding-top: 4.5rem; }
body { margin: 0; background: var(--canvas); color: var(--text); font: 1rem/1.6 var(--font); }
a { color: var(--accent-text); text-underline-offset: .15em; }
:focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; border-radius: var(--r-s); }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 1rem; top: .5rem; z-index: 3; background: var(--surface); padding: .5rem 1rem; }
header { position: sticky; top: 0; z-index: 2; display: flex; align-items: center; gap: .75rem; padding: .5rem 1.25rem;
  min-height: 3.5rem; background: var(--surface); border-bottom: 1px solid var(--line); }
.brand { display: flex; align-items: center; gap: .6rem; font-weight: 600; color: var(--text); text-decoration: none; margin-right: auto; }
.brand svg { width: 1.6rem; height: 1.6rem; }
.brand small { font-weight: 400; color: var(--text-2); }
button, select { font: inherit; font-size: .875rem; color: var(--text); background: var(--surface);
  border: 1px solid var(--control); border-radius: var(--r-m); padding: .3rem .7rem; min-height: 2.25rem; }
button { cursor: pointer; }
button:hover { background: var(--sunken); }
[hidden] { display: none !important; }
.page { display: grid; grid-template-columns: minmax(0, 1fr); max-width: 90rem; margin: 0 auto; }
.menu { border-bottom: 1px solid var(--line); padding: .5rem 1.25rem; font-size: .9rem; }
.menu summary { cursor: pointer; padding: .35rem 0; font-weight: 600; }
.menu h2 { margin: 1.1rem 0 .25rem; font-size: .8rem; color: var(--text-2); font-weight: 600; }
.menu ul { list-style: none; margin: 0; padding: 0; }
.menu ul ul { padding-left: .75rem; border-left: 1px solid var(--line); margin-left: .5rem; }
.menu a { display: block; padding: .2rem .5rem; color: var(--text); text-decoration: none; border-radius: var(--r-s); overflow-wrap: anywhere; }
.menu a:hover { background: var(--sunken); }
.menu a[aria-current] { background: var(--accent-soft); font-weight: 600; }
main { min-width: 0; padding: 1.5rem 1.25rem 4rem; }
main > * { max-width: 48rem; }
main > .wide, main > .code, main > article, main > .drawing, main > p > .drawing { max-width: 60rem; }
h1, h2, h3, h4 { line-height: 1.25; text-wrap: balance; overflow-wrap: anywhere; }
h1 { margin: 0 0 1rem; font-size: 1.9rem; }
h2 { margin: 2.5rem 0 .75rem; font-size: 1.4rem; }
h3 { margin: 1.75rem 0 .5rem; font-size: 1.1rem; }
h4 { margin: 1.25rem 0 .35rem; font-size: .9rem; color: var(--text-2); }
p, ul, ol, dl { margin: 0 0 1rem; }
p, li, dd, dt { overflow-wrap: anywhere; } td, td code { overflow-wrap: normal; }
li { margin: .2rem 0; }
.lead { color: var(--text-2); }
blockquote { margin: 0 0 1rem; padding: .25rem 1rem; border-left: 3px solid var(--accent); }
code { font: .875em var(--mono); background: var(--sunken); border-radius: var(--r-s); padding: .1em .3em; overflow-wrap: anywhere; }
pre { margin: 0; padding: .9rem 1rem; overflow-x: auto; background: var(--sunken); border: 1px solid var(--line); border-radius: var(--r-l);
  font-size: .875rem; line-height: 1.5; }
pre code { background: none; padding: 0; font-size: inherit; overflow-wrap: normal; }
.code { position: relative; margin: 0 0 1rem; }
.code button { position: absolute; top: .4rem; right: .4rem; min-height: 1.75rem; padding: .1rem .5rem; font-size: .75rem; opacity: 0; }
.code:hover button, .code button:focus-visible { opacity: 1; }
.hljs-comment, .hljs-meta { color: var(--text-3); }
.hljs-keyword, .hljs-built_in, .hljs-selector-tag, .hljs-name { color: var(--deg-t); }
.hljs-string, .hljs-regexp { color: var(--ok-t); }
.hljs-number, .hljs-literal, .hljs-attr, .hljs-attribute, .hljs-variable { color: var(--user-t); }
.hljs-title, .hljs-section { color: var(--accent-text); }
.wide { overflow-x: auto; margin: 0 0 1rem; }
table { border-collapse: collapse; font-size: .9rem; }
th, td { text-align: left; vertical-align: top; padding: .4rem .75rem .4rem 0; border-bottom: 1px solid var(--line); min-width: 5rem; }
th { color: var(--text-2); font-weight: 600; }
th:empty { padding: 0; border: 0; }
.shot { display: block; max-width: 100%; height: auto; border: 1px solid var(--line); border-radius: var(--r-l); }
.in-dark { display: none; }
:root[data-theme="dark"] .in-light { display: none; } :root[data-theme="dark"] .in-dark { display: block; }
@media (prefers-color-scheme: dark) {
  :root:not([data-theme="light"]) .in-light { display: none; } :root:not([data-theme="light"]) .in-dark { display: block; }
}
.drawing { display: block; } .drawing svg { display: block; width: 100%; min-width: 40rem; height: auto; }
.drawing .ground { fill: var(--canvas); } .drawing .ground { fill: var(--canvas); }
.drawing text { fill: var(--text); font: 13px var(--font); } .drawing .soft { fill: var(--text-2); font-size: 12px; }
.drawing .box { fill: var(--surface); stroke: var(--control); } .drawing .ours { fill: var(--accent-soft); stroke: var(--accent); }
.drawing .line { stroke: var(--control); stroke-dasharray: 3 4; } .drawing .arrow { stroke: var(--accent-text); stroke-width: 1.5; fill: none; }
.drawing .head { fill: var(--accent-text); } .drawing .note { fill: var(--soon-b); stroke: none; } .drawing .note-text { fill: var(--soon-t); font-size: 12px; }
article { margin: 0 0 1.5rem; padding: 1rem 1.25rem; background: var(--surface); border: 1px solid var(--line); border-radius: var(--r-xl); }
article h2 { margin: 0 0 .5rem; font-size: 1.1rem; } article h2 a { color: inherit; text-decoration: none; } article h2 a:hover { text-decoration: underline; }
article h3 { margin: 1.25rem 0 .35rem; font-size: .9rem; color: var(--text-2); }
article:target { border-color: var(--accent); }
article dl { border: 1px solid var(--line); border-radius: var(--r-l); }
article dl div { padding: .4rem .75rem; } article dl div + div { border-top: 1px solid var(--line); }
dt { color: var(--text-2); font-size: .875rem; } dt code { color: var(--text); font-weight: 600; } dd { margin: 0; font-size: .925rem; }
.soft { color: var(--text-2); }
.method { display: inline-block; padding: .05rem .45rem; border-radius: var(--r-m); font-size: .75rem; font-weight: 700; background: var(--accent); color: var(--on-accent); }
.operations { list-style: none; padding: 0; }
.codes { padding: 0; list-style: none; display: flex; flex-wrap: wrap; gap: .25rem .75rem; }
.near { display: none; }
.steps { display: flex; flex-wrap: wrap; gap: 1rem; justify-content: space-between; margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); }
.steps span { display: block; font-size: .8rem; color: var(--text-2); }
dialog { width: min(40rem, calc(100vw - 2rem)); max-height: 80vh; margin: 8vh auto auto; padding: 1rem; background: var(--surface); color: var(--text);
  border: 1px solid var(--line); border-radius: var(--r-xl); box-shadow: var(--shadow-2); }
dialog::backdrop { background: rgb(0 0 0 / .45); }
dialog form { display: flex; gap: .5rem; align-items: end; }
dialog label { flex: 1; font-size: .875rem; font-weight: 600; }
dialog input { display: block; width: 100%; margin-top: .25rem; font: inherit; padding: .5rem .75rem; color: inherit; background: var(--canvas);
  border: 1px solid var(--control); border-radius: var(--r-m); }
dialog ol { list-style: none; margin: .5rem 0 0; padding: 0; }
dialog li a { display: block; padding: .5rem; color: var(--text); text-decoration: none; border-radius: var(--r-m); }
dialog li a:hover, dialog li a:focus-visible { background: var(--accent-soft); }
dialog li span { margin-left: .5rem; font-size: .8rem; color: var(--text-2); }
dialog li small { display: block; color: var(--text-2); overflow-wrap: anywhere; }
#search-said { margin: .5rem 0 0; font-size: .85rem; color: var(--text-2); min-height: 1.4em; }
@media (min-width: 60rem) {
  .page { grid-template-columns: 17rem minmax(0, 1fr); }
  .menu { position: sticky; top: 3.5rem; height: calc(100vh - 3.5rem); overflow-y: auto; border-bottom: 0; border-right: 1px solid var(--line); padding: 1rem; }
  .menu summary { display: none; } .menu details::details-content { display: block; content-visibility: visible; }
  main { padding: 2rem 3rem 5rem; }
}
@media (min-width: 82rem) {
  .page { grid-template-columns: 17rem minmax(0, 1fr) 15rem; }
  .near { display: block; position: sticky; top: 3.5rem; height: calc(100vh - 3.5rem); overflow-y: auto; padding: 2rem 1rem; font-size: .85rem; }
  .near h2 { margin: 0 0 .5rem; font-size: .8rem; color: var(--text-2); } .near ul { list-style: none; margin: 0; padding: 0; }
  .near a { display: block; padding: .15rem 0; color: var(--text-2); text-decoration: none; overflow-wrap: anywhere; } .near a:hover { color: var(--text); }
}
@media (max-width: 40rem) { .brand small, header label span { display: none; } header { padding: .5rem 1rem; } h1 { font-size: 1.6rem; } .code button { opacity: 1; } }
@media print { header, .menu, .near, .steps { display: none; } .page { display: block; } }
`;
