// Turns what stands in an element into other HTML, and keeps what can stay. `Idiomorph` is vendored.
import { Idiomorph } from "./vendor/idiomorph.esm.js";

/**
 * Without Element.moveBefore: where Chromium (156) moves with it, new neighbours get no boxes; they are in the page, and
 * nobody sees them. `options` are Idiomorph's.
 */
export function remake(el, html, options) {
  const all = Element.prototype, { moveBefore } = all;
  if (moveBefore) all.moveBefore = undefined;
  try { return Idiomorph.morph(el, html, { morphStyle: "innerHTML", ...options }); }
  finally {
    if (moveBefore) all.moveBefore = moveBefore;
    el.dispatchEvent(new Event("okr:remade", { bubbles: true })); // for what watches its forms
  }
}
