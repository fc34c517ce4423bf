/** The style of our pages: one card, readable in light and dark, on any width. */
export const pageStyle = `
:root { color-scheme: light dark; --ink: #16202a; --soft: #55636f; --line: #d9dfe4; --card: #fff;
  --ground: #f3f5f7; --accent: #0b6b5d; --on-accent: #fff; --warn: #a4391c; }
@media (prefers-color-scheme: dark) { :root { --ink: #eef2f5; --soft: #a7b3bd; --line: #333f49;
  --card: #1a2229; --ground: #11171c; --accent: #4fc3af; --on-accent: #06251f; --warn: #ff9b7d; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem;
  background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
main { width: 100%; max-width: 27rem; padding: 1.6rem; background: var(--card);
  border: 1px solid var(--line); border-radius: 14px; }
h1 { margin: 0 0 .75rem; font-size: 1.3rem; line-height: 1.3; text-wrap: balance; }
p { margin: 0 0 1rem; }
h2 { margin: 1.5rem 0 .75rem; font-size: 1.05rem; }
dl { margin: 0 0 1.25rem; border: 1px solid var(--line); border-radius: 10px; }
dl div { padding: .5rem .9rem; }
dl div + div { border-top: 1px solid var(--line); }
dt { color: var(--soft); font-size: .85rem; }
dd { margin: 0; overflow-wrap: anywhere; }
ul { margin: 0; padding-left: 1.1rem; }
small, .soft { color: var(--soft); font-size: .875rem; }
.warn { color: var(--warn); }
form { display: grid; gap: .6rem; }
form + form, form + p, ul + p { margin-top: 1rem; }
button, .button { width: 100%; padding: .7rem 1rem; border-radius: 9px; border: 1px solid var(--line);
  background: transparent; color: inherit; font: inherit; font-weight: 600; text-align: center;
  text-decoration: none; cursor: pointer; display: block; }
.primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
button:focus-visible, a:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
label { display: grid; gap: .25rem; font-size: .9rem; font-weight: 600; }
input, select { width: 100%; padding: .6rem .75rem; border-radius: 9px; border: 1px solid var(--line);
  background: var(--ground); color: inherit; font: inherit; }
input:focus-visible, select:focus-visible { outline: 3px solid var(--accent); outline-offset: 1px; }
fieldset { margin: 0; padding: .5rem .75rem; border: 1px solid var(--line); border-radius: 9px; }
legend { padding: 0 .25rem; font-size: .9rem; font-weight: 600; }
.check { display: flex; gap: .6rem; align-items: baseline; padding: .2rem 0; font-weight: 400; }
.check input { width: auto; accent-color: var(--accent); }
.field { display: grid; gap: .25rem; margin-bottom: .4rem; font-size: .9rem; }
.field p { margin: 0; overflow-wrap: anywhere; }
[aria-invalid="true"] { border-color: var(--warn); }
.choice { padding: .4rem 0; cursor: pointer; }
.choice + .choice { border-top: 1px solid var(--line); }
.choice span { min-width: 0; flex: 1; overflow-wrap: anywhere; }
.choice small { display: block; }
code { font-size: .85em; overflow-wrap: anywhere; }
`;
