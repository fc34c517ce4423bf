/** The style of the sandbox provider's pages, light and dark. Its hash is in the page's policy. */
export const css = `
:root {
  color-scheme: light dark;
  --ground: light-dark(#eef1f6, #0f131a);
  --card: light-dark(#ffffff, #181e28);
  --text: light-dark(#161b26, #eef1f6);
  --quiet: light-dark(#566072, #a3adbf);
  --line: light-dark(#d8dde7, #323b4a);
  --hover: light-dark(#f4f6fb, #212937);
  --accent: light-dark(#2f55d4, #8ba7ff);
  --on-accent: light-dark(#ffffff, #10182c);
  --accent-hover: light-dark(#2646b4, #a6bcff);
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; min-height: 100dvh; padding: 24px 16px;
  display: flex; flex-direction: column; align-items: center; justify-content: center; gap: 16px;
  background: var(--ground); color: var(--text);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif;
}
main {
  width: 100%; max-width: 440px; padding: 32px; background: var(--card);
  border: 1px solid var(--line); border-radius: 16px;
  box-shadow: 0 1px 2px rgb(0 0 0 / 6%), 0 8px 32px rgb(0 0 0 / 8%);
}
main.wide { max-width: 960px; }
.brand {
  display: flex; align-items: center; gap: 10px; margin: 0 0 20px;
  font-weight: 600; font-size: 15px;
}
.brand svg { width: 28px; height: 28px; flex: none; }
h1 { margin: 0 0 6px; font-size: 24px; line-height: 1.25; letter-spacing: -0.01em; text-wrap: balance; }
p { margin: 0; }
.lead { color: var(--quiet); margin-bottom: 20px; overflow-wrap: anywhere; }
.lead strong { color: var(--text); font-weight: 600; }
.note { color: var(--quiet); font-size: 13px; text-align: center; max-width: 440px; text-wrap: balance; }
.accounts { list-style: none; margin: 0 0 20px; padding: 0; border: 1px solid var(--line); border-radius: 12px; overflow: hidden; }
.accounts li + li { border-top: 1px solid var(--line); }
.person { display: flex; align-items: center; gap: 14px; min-width: 0; }
.person > span:last-child { min-width: 0; }
.person b { display: block; font-weight: 600; line-height: 1.3; }
.person small { display: block; font-size: 14px; color: var(--quiet); overflow-wrap: anywhere; }
.avatar {
  flex: none; display: grid; place-items: center; width: 40px; height: 40px; border-radius: 50%;
  font-weight: 600; color: #ffffff; background: #4a5568;
}
.avatar[data-account="sandbox-ada"] { background: #2f6f62; }
.avatar[data-account="sandbox-bo"] { background: #9a4a2a; }
.avatar[data-account="sandbox-cy"] { background: #6a4bb0; }
button { font: inherit; color: inherit; cursor: pointer; }
.accounts button { width: 100%; padding: 14px 16px; text-align: left; background: none; border: 0; }
.accounts button:hover { background: var(--hover); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.accounts button:focus-visible { outline-offset: -3px; border-radius: 12px; }
.chip { padding: 10px 14px; margin-bottom: 20px; border: 1px solid var(--line); border-radius: 12px; }
fieldset { margin: 0 0 16px; padding: 0; border: 0; min-width: 0; }
legend { padding: 0; margin-bottom: 4px; font-size: 13px; font-weight: 600; color: var(--quiet); }
.scope { display: flex; gap: 12px; padding: 9px 0; cursor: pointer; }
.scope + .scope { border-top: 1px solid var(--line); }
.scope.fixed { cursor: default; }
.scope input { flex: none; width: 18px; height: 18px; margin: 3px 0 0; accent-color: var(--accent); }
.scope span { flex: 1; min-width: 0; display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; column-gap: 12px; }
.scope code { font: 13px/1.4 ui-monospace, SFMono-Regular, Menlo, monospace; color: var(--quiet); overflow-wrap: anywhere; }
.actions { display: flex; gap: 12px; margin-top: 20px; }
.actions button {
  flex: 1; min-height: 46px; padding: 8px 16px; border-radius: 10px; font-weight: 600;
  border: 1px solid var(--line); background: transparent;
}
.actions button:hover { background: var(--hover); }
.actions .primary { background: var(--accent); border-color: var(--accent); color: var(--on-accent); }
.actions .primary:hover { background: var(--accent-hover); border-color: var(--accent-hover); }
.quiet { font-size: 14px; color: var(--quiet); overflow-wrap: anywhere; }
.cancel { display: block; margin: 0 auto; padding: 8px 16px; border: 0; background: none; color: var(--accent); font-weight: 600; border-radius: 8px; }
.cancel:hover { text-decoration: underline; }
@media (max-width: 480px) {
  body { padding: 0; gap: 0; justify-content: flex-start; background: var(--card); }
  main { border: 0; border-radius: 0; box-shadow: none; padding: 24px 20px; }
  .note { padding: 0 20px 24px; }
  .scope span { flex-direction: column; align-items: flex-start; }
}
`;
