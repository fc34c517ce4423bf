/** The style of the pages about the API, beside that of all pages: a column to read, with its contents beside it. */
export const referenceStyle = `
html { scroll-padding-top: 1rem; }
body { display: block; padding: 0; }
.frame { display: grid; grid-template-columns: minmax(0, 1fr); max-width: 78rem; margin: 0 auto; }
nav { padding: 1rem; border-bottom: 1px solid var(--line); max-height: 40vh; overflow-y: auto; font-size: .875rem; }
nav h2 { margin: .9rem 0 .2rem; font-size: .8rem; color: var(--soft); }
nav ul { padding: 0; list-style: none; }
nav li { overflow-wrap: anywhere; }
nav a { display: block; padding: .15rem 0; }
a { color: var(--accent); text-decoration: none; }
a:hover { text-decoration: underline; }
main { max-width: none; padding: 1rem; background: transparent; border: 0; border-radius: 0; min-width: 0; }
h1 { font-size: 1.6rem; }
h2 { margin: 2.5rem 0 .5rem; font-size: 1.3rem; }
h3 { margin: 0 0 .5rem; font-size: 1.05rem; overflow-wrap: anywhere; }
h3 a { color: inherit; }
h4 { margin: 1rem 0 .35rem; font-size: .85rem; color: var(--soft); }
article { margin: 0 0 1rem; padding: 1rem; background: var(--card); border: 1px solid var(--line);
  border-radius: 14px; }
article:target { border-color: var(--accent); }
article p { margin: 0 0 .5rem; }
article dl { margin: 0; }
article dl div { padding: .4rem .75rem; }
dt code { color: var(--ink); font-weight: 600; }
dd { font-size: .925rem; }
.method { display: inline-block; padding: .05rem .45rem; border-radius: 6px; font-size: .75rem; font-weight: 700;
  background: var(--accent); color: var(--on-accent); }
pre { margin: 0; padding: .75rem; overflow-x: auto; background: var(--ground); border: 1px solid var(--line);
  border-radius: 10px; font-size: .8rem; line-height: 1.45; }
dl + pre { margin-top: .5rem; }
pre code { font-size: inherit; overflow-wrap: normal; }
.codes { padding: 0; list-style: none; display: flex; flex-wrap: wrap; gap: .25rem .75rem; }
@media (min-width: 60rem) {
  .frame { grid-template-columns: 17rem minmax(0, 1fr); }
  nav { position: sticky; top: 0; height: 100vh; max-height: none; border-bottom: 0;
    border-right: 1px solid var(--line); }
  main { padding: 1.5rem 2rem 4rem; }
}
`;
