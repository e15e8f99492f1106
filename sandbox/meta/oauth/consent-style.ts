/** Self-contained: the page loads nothing. */
export const CONSENT_STYLE = `
:root {
  --paper: #f3f4f6; --surface: #ffffff; --ink: #1c1e21; --muted: #5c626b; --line: #dfe2e7;
  --accent: #1b5fc4; --on-accent: #ffffff; --soft: #eef3fb; --amber-bg: #fdf3dc; --amber: #6b4a00;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #141518; --surface: #1d1f23; --ink: #eceef1; --muted: #a4abb5; --line: #33363c;
    --accent: #7fb0ff; --on-accent: #0c1a30; --soft: #22304a; --amber-bg: #362b12; --amber: #f2d595;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--paper); color: var(--ink);
  font: 15px/1.5 Inter, system-ui, -apple-system, 'Segoe UI', Roboto, 'Open Sans', sans-serif;
}
main {
  max-width: 520px; margin: 40px auto; background: var(--surface); border: 1px solid var(--line);
  border-radius: 14px; overflow: clip; box-shadow: 0 8px 30px rgb(0 0 0 / 6%);
}
main > h1, main > p:not(.banner) { margin-inline: 24px; }
main > p:last-child { margin-bottom: 24px; }
.banner { margin: 0; padding: 10px 24px; background: var(--amber-bg); color: var(--amber); font-size: 13px; }
.banner strong { margin-right: 6px; }
form { padding: 20px 24px 0; }
h1 { font-size: 22px; line-height: 1.25; font-weight: 600; margin: 12px 0 20px; text-wrap: balance; }
.who { display: flex; align-items: center; gap: 10px; margin: 0; color: var(--muted); font-size: 13px; }
.who strong { color: var(--ink); font-weight: 600; }
.face, .mark {
  display: inline-grid; place-items: center; flex: none; width: 32px; height: 32px; border-radius: 50%;
  background: var(--soft); color: var(--accent); font-size: 13px; font-weight: 600;
}
fieldset { border: 1px solid var(--line); border-radius: 10px; padding: 4px 0; margin: 0 0 16px; min-width: 0; }
legend { padding: 0 6px; margin-left: 10px; font-size: 13px; color: var(--muted); }
.row { display: flex; align-items: center; gap: 12px; padding: 9px 16px; cursor: pointer; min-height: 44px; }
.row:hover { background: var(--soft); }
.row input { flex: none; width: 18px; height: 18px; accent-color: var(--accent); margin: 0; }
.row strong { display: block; font-weight: 500; overflow-wrap: anywhere; }
.row small { display: block; color: var(--muted); font-size: 13px; }
.actions {
  display: flex; gap: 10px; position: sticky; bottom: 0; margin: 0 -24px; padding: 14px 24px;
  background: var(--surface); border-top: 1px solid var(--line);
}
button { flex: 1; min-height: 44px; border-radius: 9px; font: inherit; font-weight: 600; cursor: pointer; border: 1px solid transparent; }
.primary { flex: 2; background: var(--accent); color: var(--on-accent); }
.primary:hover { filter: brightness(1.06); }
.quiet { background: transparent; color: var(--ink); border-color: var(--line); }
.quiet:hover { background: var(--soft); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
@media (max-width: 560px) {
  main { margin: 0; border: 0; border-radius: 0; min-height: 100vh; }
  form { padding: 16px 16px 0; }
  .actions { margin: 0 -16px; padding: 12px 16px; }
  .banner { padding: 10px 16px; }
}
`;
