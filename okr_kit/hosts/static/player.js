// Collects a form, sends the action, keeps drafts, morphs the answer in. Knows nothing of OKR.
// Protocol: okr_kit/hosts/classroom/orders.py and answers.py; attributes: okr_kit/render.
import { remake } from "./remake.js";

const fresh = () => Date.now().toString(36) + Math.random().toString(36).slice(2, 12);
const fieldsOf = (form) => [...form.elements].filter((el) => el.name && el.type !== "submit");
/** What sends a form's answer: its main button, or the one that sends it once more where another button leads on. */
const sending = (form) => form.querySelector("button:is(.okr-main, .okr-hand)[type=submit]:not([data-do^=group])");
const valueOf = (el) => (el.type === "radio" || el.type === "checkbox" ? (el.checked ? el.value : null) : el.value);

/** How long a composition lasts after its last sign of life: some input methods never say that it has ended. */
const COMPOSING = 1500;
/** What says that the network or the server is there again. */
const BACK = ["online", "okr:back"];

/**
 * Brings one exercise to life: `root` is the element with data-okr, `transport` has send(message) and poll(seq, face).
 * What comes back is for who knows that there is something new (pulse.js, widget.js).
 */
export function mount(root, transport) {
  if (root.okrMounted) return;
  root.okrMounted = true;
  document.querySelector("[data-okr-old]")?.remove(); // the page's word for browsers that cannot run this
  const view = root.querySelector("[data-okr-view]");
  const status = root.querySelector("[data-okr-status]");
  const alert = root.querySelector("[data-okr-alert]");
  const live = root.querySelector("[data-okr-live]");
  const say = (name) => root.getAttribute("data-say-" + name) || "";
  const store = "okr:" + root.dataset.key;
  const queue = [];
  const changed = new WeakMap(); // field -> serial of its last change by hand
  let serial = 0, counter = 0, composing = null, alive = 0, held = null, running = null, armed = null, later = null;
  const { seq, stamp, face = "" } = root.dataset;
  // What the view shows: work, step of the class.
  const at = { seq: Number(seq || 0), stamp: stamp && Number(stamp), face };

  // Drafts: what was typed or picked and is not yet acknowledged, by form and field.
  const drafts = () => {
    try { return JSON.parse(localStorage.getItem(store)) || {}; } catch { return {}; }
  };
  const keep = (all) => {
    try { Object.keys(all).length ? localStorage.setItem(store, JSON.stringify(all)) : localStorage.removeItem(store); } catch { /* private mode */ }
  };
  const saveDraft = (el) => {
    const form = el.form && el.form.dataset.okrForm;
    if (!form || !el.name) return;
    const all = drafts();
    (all[form] ||= {})[el.name] = el.type === "checkbox" ? fieldsOf(el.form).filter((e) => e.name === el.name && e.checked).map((e) => e.value) : el.value;
    keep(all);
  };
  const restore = () => {
    const all = drafts();
    for (const form of view.querySelectorAll("form[data-okr-form]")) {
      const mine = all[form.dataset.okrForm];
      if (!mine) continue;
      for (const el of fieldsOf(form)) {
        if (!(el.name in mine) || el.disabled || changed.has(el)) continue;
        if (el.type === "radio" || el.type === "checkbox") el.checked = [].concat(mine[el.name]).includes(el.value);
        else if (el.value !== mine[el.name]) el.value = mine[el.name];
        else continue;
        changed.set(el, ++serial);
      }
    }
    conditions();
  };

  // Drawers stay as the learner left them: over answers, on other screens, after a reload.
  const drawers = () => {
    let known = {};
    try { known = JSON.parse(sessionStorage.getItem(store)) || {}; } catch { /* private mode */ }
    for (const el of view.querySelectorAll("details[data-okr-stays]")) {
      if (el.okrToggled || !(el.id in known)) known[el.id] = el.open;
      el.open = known[el.id];
    }
    try { sessionStorage.setItem(store, JSON.stringify(known)); } catch { /* private mode */ }
  };

  // The field in which something is being composed. One whose input method has fallen silent counts as done.
  const composed = () => {
    if (composing && Date.now() - alive >= COMPOSING) end();
    return composing;
  };
  const end = () => {
    const el = composing, go = held;
    composing = held = null;
    if (el) touch({ target: el });
    if (go) go();
  };

  // Groups that show once another choice has a value.
  const conditions = () => {
    for (const group of view.querySelectorAll("[data-when]")) {
      const [name, value] = group.dataset.when.split("=");
      const form = group.closest("form");
      group.hidden = !fieldsOf(form).some((el) => el.name === name && el.checked && el.value === value);
    }
  };
  const grow = () => {
    const at = scrollY;
    for (const area of view.querySelectorAll("textarea")) {
      area.style.height = "auto";
      area.style.height = area.scrollHeight + 4 + "px";
    }
    // A page that was shorter for a moment.
    if (scrollY !== at) scrollTo(0, at);
  };
  const tell = (text, kind = "") => {
    if (status.textContent !== text) status.textContent = text;
    status.dataset.state = kind;
  };
  const warn = (text, link, state = "") => {
    alert.hidden = !text;
    alert.textContent = text;
    alert.dataset.state = state;
    if (link) alert.innerHTML += ` <a href="${link}">→</a>`;
  };

  // What the screen is about: its statement or title, and the step of a worksheet or page of a survey. Another one begins at its top.
  const heading = () => view.querySelector(".okr-statement,.okr-title")?.textContent;
  const step = () => view.querySelector("form[data-okr-auto],.okr-progress~form")?.dataset.okrForm;

  // A field changed by hand since the action went out, or under composition, is never overwritten.
  const morph = (html, sent) => {
    const before = heading(), left = step();
    const phase = () => view.querySelector(".okr-phases [aria-current]");
    const was = phase()?.textContent;
    const feedback = new Set([...view.querySelectorAll(".okr-say h3")].map((el) => el.textContent));
    const inHand = composed();
    const touched = (el) => el === inHand || (changed.has(el) && (changed.get(el) > sent.serial || el.form?.dataset.okrForm !== sent.form));
    remake(view, html, {
      ignoreActiveValue: view.okrAuto && !sent.button,
      callbacks: {
        beforeNodeMorphed: (old, now) => {
          if (old.tagName === "DETAILS") {
            if (old.id !== now.id) old.okrToggled = false;
            else if (old.okrToggled || "okrStays" in old.dataset) now.open = old.open;
          }
          if (/^(INPUT|TEXTAREA|SELECT)$/.test(old.tagName)) return !touched(old);
          return true;
        },
        beforeNodeRemoved: (old) => !(inHand && old.contains(inHand)),
      },
    });
    conditions();
    drawers();
    grow();
    const hero = view.querySelector(".okr-title,.okr-card,.okr-progress p");
    const now = heading(), here = step();
    const news = [...view.querySelectorAll(".okr-say")].find((el) => !feedback.has(el.querySelector("h3").textContent));
    const active = document.activeElement;
    const lost = !inHand && (active === document.body || !active?.isConnected);
    if (now !== before || (left && here && left !== here && (view.okrAuto || !news))) {
      root.scrollIntoView({ block: "start" });
      if (lost || sent.button) hero?.focus({ preventScroll: true });
      live.textContent = now || hero?.textContent || "";
    } else if (was && was !== phase()?.textContent) {
      live.textContent = phase()?.textContent || "";
      if (!active?.matches("textarea,input[type=text]")) phase()?.scrollIntoView({ block: "nearest" });
    } else if (news) {
      live.textContent = news.textContent;
      if (lost) news.focus({ preventScroll: true });
      if (news.getBoundingClientRect().bottom > innerHeight - 96) news.scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
    }
  };

  const learn = (answer) => { for (const name of ["seq", "stamp", "face"]) at[name] = answer[name] ?? at[name]; };
  const settle = (sent, answer) => {
    learn(answer);
    const done = answer.status === "ok";
    if (done) {
      // Kept is what was typed since, here or in another window: it is not what was sent. What a press did not send is hidden.
      const all = sent.clears ? {} : drafts(), mine = all[sent.form] || {}, given = sent.action.fields;
      const same = (name) => JSON.stringify(mine[name]) === JSON.stringify(given[name]);
      for (const name in mine) if (name in given ? same(name) : sent.button) delete mine[name];
      if (!Object.keys(mine).length) delete all[sent.form];
      keep(all);
    }
    if (answer.html != null) morph(answer.html, done ? sent : { serial: -1 });
    if (done && sent.form) {
      const form = view.querySelector(`form[data-okr-form="${CSS.escape(sent.form)}"]`);
      if (form) for (const el of fieldsOf(form)) if (changed.get(el) <= sent.serial) changed.delete(el);
    }
    restore();
    warn(answer.message || "", answer.status === "signed-out" ? "/" : "", done ? "ok" : "");
    tell(done ? [say("saved"), answer.saved].filter(Boolean).join(" ") : "", done ? "ok" : "bad");
    root.dispatchEvent(new CustomEvent("okr:settled", { detail: answer }));
  };

  const wait = (ms) => new Promise((resolve) => {
    const go = () => { clearTimeout(timer); for (const name of BACK) removeEventListener(name, go); resolve(); };
    const timer = setTimeout(go, ms);
    for (const name of BACK) addEventListener(name, go);
  });

  // One action at a time, in order, each with an id of its own: sending again never doubles it.
  const run = async () => {
    while (queue.length) {
      const job = queue[0];
      if (job.button) tell(say("saving"), "busy");
      let answer = null;
      for (let pause = 1000; !answer; pause = Math.min(pause * 2, 15000)) {
        try {
          answer = await transport.send({ id: job.id, n: job.n, base_seq: at.seq, action: job.action, stamp: job.stamp });
          if (!answer || (answer.code >= 500 && answer.html == null)) throw new Error(answer?.message || "");
        } catch (error) {
          // A message of the server's says more than "offline"; what the browser says of a lost network does not.
          tell((answer && error.message) || say("offline"), "bad");
          answer = null;
          await wait(pause);
        }
      }
      if (answer.late && job.main && job.action.do !== "keep") {
        // The step ended while it was on its way: it is handed in like what was never sent.
        learn({ seq: answer.seq });
        Object.assign(job, { id: fresh(), action: { ...job.action, do: "keep" } });
        continue;
      }
      queue.shift();
      if (job.button) job.button.removeAttribute("aria-busy");
      if (answer.n === undefined || answer.n === job.n) {
        try { settle(job, answer); } catch (error) { console.error(error); tell(say("failed"), "bad"); }
      }
    }
    running = null;
  };

  // With `fields` it is sent by itself (sheet.js): nobody pressed, and only these are meant.
  const send = (button, form, what = button.dataset.do, fields) => {
    const action = { do: what, values: JSON.parse(button.dataset.values || "{}"), fields: fields || {} };
    if (form && !fields) {
      for (const el of fieldsOf(form)) {
        if (el.closest("[hidden]")) continue;
        const value = valueOf(el);
        if (value === null) continue;
        if (el.type === "checkbox") (action.fields[el.name] ||= []).push(value);
        else action.fields[el.name] = value;
      }
    }
    const same = JSON.stringify([action.do, action.values, action.fields]);
    if (queue.some((job) => job.same === same)) return;
    if (!fields) button.setAttribute("aria-busy", "true");
    queue.push({
      id: fresh(), n: ++counter, action, same, button: !fields && button, form: form && form.dataset.okrForm, serial, clears: "clears" in button.dataset,
      main: form && (fields || button === sending(form)), stamp: at.stamp,
    });
    running ||= run();
  };

  const refresh = async () => {
    while (running || composed()) await (running || wait(200));
    const answer = await transport.poll(at.seq, at.face);
    if (!answer || running || answer.html == null) return;
    learn(answer);
    morph(answer.html, { serial: -1 });
    restore();
  };

  const disarm = () => {
    if (armed) { armed.textContent = armed.okrLabel; armed.classList.remove("okr-armed"); }
    armed = null;
    clearTimeout(later);
  };
  const press = (button, form) => {
    if (button.dataset.confirm && armed !== button) {
      disarm();
      armed = button;
      button.okrLabel = button.textContent;
      button.textContent = button.dataset.confirm;
      button.classList.add("okr-armed");
      later = setTimeout(disarm, 6000);
      return;
    }
    disarm();
    send(button, form);
  };

  const copy = async (button) => {
    const area = document.getElementById(button.dataset.copy);
    try { await navigator.clipboard.writeText(area.value); } catch { area.select(); document.execCommand("copy"); }
    tell(say("copied"), "ok");
  };

  root.addEventListener("click", (event) => {
    const summary = event.target.closest("summary");
    if (summary) {
      summary.parentElement.okrToggled = true;
      setTimeout(drawers); // it opens after the click
    }
    const button = event.target.closest("button");
    if (!button || !root.contains(button)) return;
    if (button.dataset.copy) copy(button);
    else if (button.dataset.do && button.type === "button") press(button, null);
  });
  root.addEventListener("submit", (event) => {
    if (!event.target.dataset.okrForm) return; // an ordinary form: the browser posts it
    event.preventDefault();
    const button = event.submitter || event.target.querySelector("button[type=submit]");
    if (!button) return;
    held = () => { if (button.isConnected) press(button, event.target); };
    const soon = () => { if (held && composed()) setTimeout(soon, COMPOSING - (Date.now() - alive) + 20); };
    if (composing) soon(); // it goes out with the composition's end, or once the input method has fallen silent
    else end();
  });
  const touch = (event) => {
    const el = event.target;
    alive = Date.now();
    if (!el.form) return;
    changed.set(el, ++serial);
    if (el.type === "radio") for (const other of fieldsOf(el.form)) if (other.name === el.name) changed.set(other, serial);
    if (!el.form.dataset.okrForm) return;
    saveDraft(el);
    conditions();
    if (el.tagName === "TEXTAREA" && event.type !== "change") grow(); // a change comes with a press: nothing may move under it
  };
  root.addEventListener("input", touch);
  root.addEventListener("change", touch);
  root.addEventListener("compositionstart", (event) => { composing = event.target; alive = Date.now(); });
  root.addEventListener("compositionupdate", () => { alive = Date.now(); });
  root.addEventListener("compositionend", end);
  const flush = () => { for (const form of view.querySelectorAll("form[data-okr-form]")) for (const el of fieldsOf(form)) if (changed.has(el) && valueOf(el) !== null) saveDraft(el); };
  addEventListener("pagehide", flush);
  document.addEventListener("visibilitychange", flush);

  restore();
  drawers();
  grow();
  return { at, view, queue, changed, composed, fieldsOf, sending, send, refresh, wait, busy: () => running };
}
