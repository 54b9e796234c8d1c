// Buttons that mean twice what is pressed twice, also while the network is away: [data-again] of okr_kit/render.
// Knows nothing of OKR.

/** Watches over such buttons of one exercise: `root` is the element with data-okr. */
export function pad(root) {
  let presses = 0;
  // In the capture phase: the player, which takes a press that waits already for the same one, gets one of its own.
  root.addEventListener("click", ({ target }) => {
    const button = target.closest("button[data-again]");
    if (!button || button.disabled) return;
    const values = JSON.parse(button.dataset.values || "{}");
    // The moment on this page, for what went by between two presses: those that waited arrive together.
    const moment = { page: String(Math.round(performance.timeOrigin)), made: String(Math.round(performance.now())) };
    button.dataset.values = JSON.stringify({ ...values, nth: String(++presses), ...moment });
    if (button.ariaPressed) button.ariaPressed = String(button.ariaPressed === "false");
    const count = button.querySelector("[data-okr-n]");
    if (count) count.textContent = Number(count.textContent) + 1; // what is on its way counts already
  }, true);
}
