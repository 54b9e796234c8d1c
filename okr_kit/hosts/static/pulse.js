// Keeps a page in step with its class: one hanging request, asked again whatever happens. It never stops for good.
// Attributes: okr_kit/render/document.py; answers: okr_kit/hosts/classroom/pulse_handlers.py. Knows no words.
import { remake } from "./remake.js";

/** Milliseconds: longer than the server holds on; the pauses after a failure, with a network and without; an answer too soon. */
const HOLD = 32000, FIRST = 400, MOST = 3000, AWAY = 10000, SOON = 5000;
/** A page that was asleep for so long asks anew; one that cannot reach us for so long says so. */
const ASLEEP = 8000, QUIET = 1500;
const CLOCK = "okr:clock";

/**
 * Holds one request at `address(again)`, for as long as the page is there; `again` after a failure, when it must not hang, so
 * that one knows it is over. `take` gets each answer with news, `reached` whether we got through, `wait` is the player's.
 */
export function hang({ address, take, reached, wait }) {
  let turn = 0, stop = null, fails = 0, last = Date.now();

  // Null where nothing happened.
  const ask = async () => {
    stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), HOLD);
    try {
      const answer = await fetch(address(fails), { signal: stop.signal, headers: { "X-OKR": "1" }, cache: "no-store" });
      if (answer.status === 204) return null;
      if (answer.ok) return await answer.json();
      if (answer.status >= 500) throw new Error(answer.status);
      await wait(AWAY); // it is there, and not for us: signed out, or too fast
      return null;
    } finally {
      clearTimeout(timer);
    }
  };

  // Only the newest loop goes on. A page that nobody sees holds nothing: browsers have six connections for all of its tabs.
  const go = async () => {
    const mine = ++turn;
    if (stop) stop.abort();
    while (mine === turn && !document.hidden) {
      const began = Date.now();
      try {
        const answer = await ask();
        if (mine !== turn) return;
        if (fails) dispatchEvent(new Event("okr:back")); // what waits to be sent need not wait any longer
        fails = 0;
        reached(true);
        if (answer) take(answer);
        else if (Date.now() - began < SOON) await wait(SOON);
      } catch {
        if (mine !== turn) return;
        reached(false);
        await wait(Math.random() * 200 + Math.min(navigator.onLine ? MOST : AWAY, FIRST * 2 ** Math.min(fails++, 6)));
      }
    }
  };

  addEventListener("pageshow", (event) => { if (event.persisted) go(); });
  addEventListener("online", go);
  addEventListener("offline", () => { if (stop) stop.abort(); });
  document.addEventListener("visibilitychange", go);
  setInterval(() => {
    if (Date.now() - last > ASLEEP) go();
    last = Date.now();
  }, 2000);
  go();
}

/** Keeps the page `root` with its `player` in step. */
export function follow(root, player) {
  const { dataset } = root, part = (name) => root.querySelector(`[data-okr-${name}]`);
  const now = part("now"), asks = part("asks"), net = part("net"), top = part("top"), alert = part("alert");
  let { mark, on } = dataset, since = 0, news = null, looking = false;
  const slug = dataset.at.split("/")[1];

  const reached = (well) => {
    if (!well && !since) setTimeout(show, QUIET);
    since = well ? 0 : since || Date.now();
    show();
  };
  const show = () => {
    net.hidden = !since || Date.now() - since < QUIET;
    if (net.hidden) return;
    const words = dataset[navigator.onLine ? "saySilent" : "sayAway"];
    if (net.textContent !== words) net.textContent = words;
  };

  // What he has opened stays open, and his words as he types them.
  const beforeNodeMorphed = (old, fresh) => {
    if (old.tagName === "DETAILS") fresh.open = old.open;
    return !player.changed.has(old) && old !== player.composed();
  };
  const put = (place, html) => remake(place, html || "", { callbacks: { beforeNodeMorphed } });
  const take = (answer) => {
    mark = answer.seq;
    put(now, answer.head);
    put(asks, answer.asks);
    news = answer;
    look();
  };

  // What the news means for the view; newer ones take the place of those that have not been looked at.
  const look = async () => {
    if (looking) return;
    looking = true;
    while (news) {
      const { stamp, face, work = 0, now: next } = news;
      news = null;
      try {
        if (stamp !== undefined && stamp !== player.at.stamp) await handIn();
        await player.busy();
        // What was done elsewhere waits where somebody types: sending it says so, and loses nothing.
        const elsewhere = work > player.at.seq && (dataset.at[0] === "g" || !typing());
        if (dataset.endpoint && (face !== player.at.face || elsewhere)) {
          if (stamp !== player.at.stamp && alert.dataset.state === "ok") alert.hidden = true; // it was of the step before
          await player.refresh();
        }
        if (next) lead(next);
        on = next ? next.slug : "";
      } catch { /* the next news try again */ }
    }
    looking = false;
  };

  // A step of the class has ended: what was picked or typed and not sent goes out once, as it stands.
  const handIn = async () => {
    for (let left = 40; left && player.composed(); left--) await player.wait(100);
    for (const form of player.view.querySelectorAll("form[data-okr-form]")) {
      const newest = Math.max(0, ...player.fieldsOf(form).map((el) => player.changed.get(el) || 0));
      const button = player.sending(form);
      const sent = player.queue.some((job) => job.main && job.form === form.dataset.okrForm && job.serial >= newest);
      if (newest && button && !sent) player.send(button, form, "keep");
    }
  };

  // Under the class's pace who has followed so far goes on with the class, unless something is being typed.
  const typing = () => player.composed() || document.activeElement?.matches("textarea,input[type=text]") || [...player.view.querySelectorAll("input,textarea")].some((el) => player.changed.has(el));
  const lead = (next) => {
    const follows = dataset.at === "list" ? next.slug !== on : slug && slug === on && next.slug !== slug;
    if (next.pace === "class" && follows && !typing()) location.assign(next.url);
  };

  // What stands above the view is the page's own affair: the clock, and the word on a sentence.
  const clock = (shown) => root.classList.toggle("okr-no-clock", !shown);
  const tell = (text, state = "") => {
    alert.textContent = text;
    alert.dataset.state = state;
    alert.hidden = false;
  };
  const say = async (values) => {
    try {
      const answer = await fetch("/now/say", { method: "POST", headers: { "X-OKR": "1", "Content-Type": "application/json" }, body: JSON.stringify(values) });
      tell((await answer.json()).message, answer.ok ? "ok" : "");
      if (answer.ok) asks.textContent = "";
    } catch { tell(dataset.sayFailed); }
  };
  const press = (event) => {
    const button = event.target.closest?.("button") || event.submitter;
    if (!button) return;
    event.stopPropagation();
    const { do: what } = button.dataset;
    if (what.startsWith("clock")) {
      try { localStorage.setItem(CLOCK, what); } catch { /* private mode */ }
      clock(what !== "clock-off");
    } else if (event.type === "submit" || button.type === "button") {
      const text = event.type === "submit" ? event.target.elements.text.value : "";
      say({ text, ...JSON.parse(button.dataset.values) });
    }
  };
  for (const place of [now, asks]) {
    place.addEventListener("click", press);
    place.addEventListener("submit", (event) => { event.preventDefault(); press(event); });
  }
  try { clock(localStorage.getItem(CLOCK) !== "clock-off"); } catch { /* private mode */ }

  new ResizeObserver(() => root.style.setProperty("--bar", top.offsetHeight + "px")).observe(top);
  const address = (again) => `${dataset.pulse}?seq=${again ? "" : encodeURIComponent(mark)}&at=${encodeURIComponent(dataset.at)}`;
  hang({ address, take, reached, wait: player.wait });
}
