/**
 * Pages on which one press approves something take none in their first second. Another site can open
 * them in a window of its own just where, and when, somebody is about to press the second time. The
 * rule holds twice: the buttons only become visible after a second, by style alone, also in browsers
 * without script (deliberateStyle); and by script they only work after the page has been seen and
 * focused for a second, also where it was hidden or lay behind another window before.
 */

const waitMs = 1_000;

/** Hidden buttons take neither clicks nor the keyboard's focus; when they come to show, nothing moves. */
export const deliberateStyle = `
@keyframes deliberate { from { visibility: hidden; } to { visibility: visible; } }
.deliberate form button { animation: deliberate ${waitMs}ms step-end both; }
.deliberate form button[aria-disabled="true"] { opacity: .55; cursor: default; }
`;

/**
 * Constant text of ours. The buttons are not `disabled`: then nothing on the page could be focused, and
 * who uses the keyboard could not come back to it.
 */
export const deliberateScript = `
(() => {
  const buttons = [...document.querySelectorAll(".deliberate form button")];
  let works = false;
  let timer;
  let touched = false;
  const set = (value) => {
    works = value;
    for (const button of buttons) button.setAttribute("aria-disabled", String(!works));
  };
  const restart = () => {
    clearTimeout(timer);
    set(false);
    if (document.visibilityState !== "visible" || !(document.hasFocus() || touched)) return;
    timer = setTimeout(() => set(true), ${waitMs});
  };
  const leave = () => {
    touched = false;
    restart();
  };
  // Some embedded browsers never say that they are focused; who presses something there is present.
  const touch = (event) => {
    if (!event.isTrusted || touched || document.hasFocus()) return;
    touched = true;
    restart();
  };
  const refuse = (event) => {
    if (works || !(event.target instanceof Element) || !event.target.closest("form")) return;
    if (event.type === "click" && !event.target.closest("button")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  addEventListener("focus", restart);
  addEventListener("blur", leave);
  addEventListener("pageshow", restart);
  document.addEventListener("visibilitychange", leave);
  document.addEventListener("pointerdown", touch, true);
  document.addEventListener("keydown", touch, true);
  document.addEventListener("click", refuse, true);
  document.addEventListener("submit", refuse, true);
  restart();
})();
`;
