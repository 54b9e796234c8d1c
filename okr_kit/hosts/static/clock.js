// Clocks that count down: [data-okr-clock] with data-until, data-now (the server's), data-left and data-over, and a <time>;
// with data-since up from there. A [data-okr-cue] in one shows once no more than so many milliseconds are left.

/**
 * Starts the one timer behind all clocks of this page; `since` is when its HTML came, in the page's own milliseconds.
 *
 * Only what has gone by since an element's HTML came is measured here, never the device's date: phones are minutes off.
 * The element's data decide, so that a clock may be morphed, moved or made anew; when it is up, the clock rings nothing.
 */
export function clocks(since = performance.now()) {
  if (document.okrClocks) return;
  document.okrClocks = true;
  let came = new Map(); // data-now -> when it was first seen
  let slept = 0, hidden = null, timer = null;

  // Milliseconds of this page. Its own clock stands still while a phone sleeps, the date goes on: the sleep is what the
  // date gained over it while the page was hidden. A date that is set while somebody looks changes nothing.
  const lead = () => Date.now() - performance.now();
  const asleep = () => (hidden === null ? 0 : Math.max(0, lead() - hidden));
  const gone = () => performance.now() + slept + asleep();

  const show = (clock, left, up) => {
    const seconds = up ? Math.floor(left / 1000) : Math.ceil(left / 1000);
    const words = !left && clock.dataset.over ? clock.dataset.over : Math.floor(seconds / 60) + ":" + String(seconds % 60).padStart(2, "0");
    const time = clock.querySelector("time");
    clock.classList.toggle("okr-up", !left && !up);
    const cue = clock.querySelector("[data-okr-cue]");
    if (cue) cue.hidden = left > Number(cue.dataset.okrCue);
    if (time && time.textContent !== words) time.firstChild ? (time.firstChild.data = words) : (time.textContent = words);
  };

  const tick = (event, first = gone()) => {
    clearTimeout(timer);
    const known = new Map();
    let next = Infinity; // the nearest change of a second
    for (const clock of document.querySelectorAll("[data-okr-clock]")) {
      const { until, now, left, since } = clock.dataset;
      known.set(now, came.get(now) ?? first);
      const still = Number(left);
      const went = Math.round(gone() - known.get(now));
      const rest = since ? Math.max(0, now - since + went) : still || Math.max(0, until - now - went);
      show(clock, rest, since);
      if (since) next = Math.min(next, 1000 - (rest % 1000));
      else if (!still && rest) next = Math.min(next, rest % 1000 || 1000);
    }
    came = known;
    if (next < Infinity) timer = setTimeout(tick, Math.max(next, 50));
  };

  document.addEventListener("visibilitychange", () => {
    if (document.hidden) hidden = lead();
    else {
      slept += asleep();
      hidden = null;
      tick();
    }
  });
  new MutationObserver(() => tick()).observe(document.body, {
    subtree: true, childList: true, attributes: true, attributeFilter: ["data-until", "data-now", "data-left", "data-over", "data-since"],
  });
  tick(null, since);
}
