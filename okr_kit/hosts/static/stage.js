// The stage: shows what is on in the class, as soon as it is on, and passes the projector's keys on. No kernel, no state.
import { clocks } from "./clock.js";
import { remake } from "./remake.js";

/** Two looks a second at most; a request that has not been answered after so long never will be. */
const PACE = 500, PATIENCE = 40000;
/** Who is told that there is nothing for him here asks again after so long. */
const REFUSED = 10000;
const KEYS = { PageDown: "on", ArrowRight: "on", ArrowDown: "on", PageUp: "back", ArrowLeft: "back", ArrowUp: "back", b: "black", B: "black", ".": "black", Escape: "light" };
/** Steps by which a screen is made to fit: see stage.css. */
const STEPS = ["0", "1", "2", "3", "4", "5", "5 small"];

/** Brings a stage to life, `root` is the element with data-okr-stage; what comes back ends it. `keys` is what hears them. */
export function stage(root, keys = document) {
  if (root.okrStage) return root.okrStage;
  const view = root.querySelector("[data-okr-view]"), corner = root.querySelector("[data-okr-corner]");
  const say = (name) => root.getAttribute("data-say-" + name) || "";
  let over = false, lost = false, seen = root.dataset.seen, asked = 0, request = null, near = null;
  let hurry = () => {};

  // As large as it fits without scrolling.
  const fit = () => {
    for (const step of STEPS) {
      root.dataset.fit = step;
      if (view.scrollHeight <= view.clientHeight && view.scrollWidth <= view.clientWidth) break;
    }
  };
  const show = (answer) => {
    root.dataset.show = answer.show;
    remake(view, answer.html);
    seen = answer.seen;
    fit();
  };
  // A word in the corner of what is on; where nothing has come yet, what to do.
  const tell = (name) => {
    lost = name === "lost"; // the next look asks for an answer at once, so that it is known when the class is there again
    corner.textContent = root.dataset.show && name ? say(name) : "";
    if (root.dataset.show || !name) return;
    view.innerHTML = '<h2 class="okr-title"></h2><p class="okr-note"></p>';
    view.firstChild.textContent = say(name);
    view.lastChild.textContent = say(name + "-next");
    fit();
  };
  const wait = (ms) => new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    hurry = () => { clearTimeout(timer); resolve(); };
  });

  const look = async () => {
    request = new AbortController();
    asked = Date.now();
    const patience = setTimeout(() => request.abort(), PATIENCE);
    try {
      const answer = await fetch(`${root.dataset.endpoint}/live?seen=${lost ? "" : encodeURIComponent(seen)}`, { signal: request.signal, cache: "no-store" });
      if (answer.status === 403 || answer.status === 404) return tell(answer.status === 403 ? "shut" : "none");
      if (answer.status !== 204) {
        if (!answer.ok) throw new Error(answer.status);
        show(await answer.json());
      }
      tell("");
      return true;
    } finally {
      clearTimeout(patience);
    }
  };
  const run = async () => {
    for (let pause = PACE; !over; ) {
      try {
        pause = (await look()) ? PACE : REFUSED;
      } catch {
        if (!request.woken && !over) tell("lost");
        pause = request.woken ? 0 : Math.min(pause * 2 || PACE, 2000);
      }
      await wait(pause);
    }
  };

  // A laptop that slept holds a connection that is none any more.
  const wake = () => {
    if (document.hidden) return;
    hurry();
    if (request && Date.now() - asked > 3000) { request.woken = true; request.abort(); }
  };
  const press = async (event) => {
    const key = KEYS[event.key];
    if (!key || event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    event.preventDefault();
    try {
      await fetch(root.dataset.endpoint + "/act", { method: "POST", headers: { "X-OKR": "1", "Content-Type": "application/json" }, body: JSON.stringify({ key }) });
    } catch { tell("lost"); }
  };
  // The way to her own side is not projected: it comes with the pointer and goes.
  const come = () => {
    root.classList.add("okr-near");
    clearTimeout(near);
    near = setTimeout(() => root.classList.remove("okr-near"), 3000);
  };

  const sized = new ResizeObserver(fit);
  sized.observe(root);
  keys.addEventListener("keydown", press);
  root.addEventListener("pointermove", come);
  const woken = [[document, "visibilitychange"], [window, "pageshow"], [window, "online"]];
  for (const [target, name] of woken) target.addEventListener(name, wake);
  document.fonts.ready.then(fit);
  fit();
  clocks(performance.getEntriesByType("navigation")[0]?.responseStart);
  run();
  root.okrStage = () => {
    over = true;
    request?.abort();
    hurry();
    sized.disconnect();
    keys.removeEventListener("keydown", press);
    for (const [target, name] of woken) target.removeEventListener(name, wake);
  };
  return root.okrStage;
}

for (const root of document.querySelectorAll("body.okr-page [data-okr-stage]")) stage(root);
