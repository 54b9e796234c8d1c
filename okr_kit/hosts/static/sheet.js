// A worksheet keeps itself: what is typed is sent without a press. Attributes: okr_kit/render (data-okr-auto, -row, -shows).
// A number answers at once, a text when the hand rests or leaves it. One message is under way at a time, what is typed
// meanwhile goes with the next, and only what changed is sent. Knows nothing of OKR.

/** Milliseconds: how long a text rests before it is sent; how long something is unsaved before that is said; after a refusal. */
const REST = 1500, UNSAID = 400, AGAIN = 300, TOO_FAST = 3000;
const TYPED = "textarea,input[type=text]";

/** Watches over the worksheet of one exercise: `root` is the element with data-okr, `player` what mount() made of it. */
export function sheet(root, player) {
  const view = root.querySelector("[data-okr-view]"), status = root.querySelector("[data-okr-status]");
  const wide = matchMedia("(min-width: 900px)");
  const forms = () => [...view.querySelectorAll("form[data-okr-auto]")];
  const kept = (el) => el?.form && "okrAuto" in el.form.dataset && root.contains(el);
  const typed = (el) => el.matches(TYPED) && el.inputMode !== "decimal";
  let due = Infinity, timer = null, unsaid = null, pressed = false;

  // The entries that changed and were not taken yet, as they stand now; of boxes that are ticked all of a group.
  const changes = (form) => {
    const all = player.fieldsOf(form), fields = {};
    for (const el of all) {
      if (!player.changed.has(el) || el.closest("[hidden]")) continue;
      if (el.type === "checkbox") fields[el.name] = all.filter((one) => one.name === el.name && one.checked).map((one) => one.value);
      else if (el.type !== "radio" || el.checked) fields[el.name] = el.value;
    }
    return Object.keys(fields).length ? fields : null;
  };
  const left = () => forms().some(changes);

  const wait = (ms) => {
    due = Math.min(due, Date.now() + ms);
    clearTimeout(timer);
    timer = setTimeout(go, Math.max(0, due - Date.now()));
  };
  // Not while something is under way (what comes back asks again), is being composed, or a finger is on a button.
  const go = () => {
    if (player.busy() || pressed) return;
    due = Infinity;
    if (player.composed()) wait(REST / 5);
    else for (const form of forms()) {
      const fields = changes(form);
      if (fields) player.send(form, form, form.dataset.okrAuto, fields);
    }
  };
  const now = () => { due = 0; go(); };
  const say = () => { if (left() && !player.busy()) { status.textContent = root.dataset.saySaving; status.dataset.state = "busy"; } };

  const heard = new WeakMap(); // field -> what stood in it when it was typed in last
  const changed = ({ target, type }) => {
    if (!kept(target) || (type === "input" && !target.matches(TYPED))) return; // a tap says both: sent at the first, it went out twice
    heard.set(target, target.value);
    clearTimeout(unsaid);
    unsaid = setTimeout(say, UNSAID);
    if (!typed(target)) return now();
    due = Infinity;
    wait(REST);
  };
  // That a hand has left a field is no change of what was typed there: it is sent already, or now. A field that an answer
  // takes away says so too, and nothing of it may be kept as a draft.
  root.addEventListener("change", (event) => {
    const el = event.target;
    if (kept(el) && el.matches(TYPED) && heard.get(el) === el.value) event.stopPropagation();
  }, true);
  root.addEventListener("focusout", ({ target }) => { if (kept(target) && player.changed.has(target)) now(); });
  for (const type of ["input", "change", "compositionend"]) root.addEventListener(type, changed);
  root.addEventListener("compositionupdate", ({ target }) => { if (kept(target)) { due = Infinity; wait(REST); } });
  root.addEventListener("okr:remade", () => rows()); // also when the class goes on and a sheet comes by itself
  root.addEventListener("okr:settled", async ({ detail }) => {
    await player.busy();
    if (detail.status === "ok") { if (left()) wait(due < Infinity ? due - Date.now() : 0); }
    else if (detail.status === "conflict") wait(AGAIN);
    else if (detail.code === 429) wait(TOO_FAST);
  });
  root.addEventListener("pointerdown", () => { pressed = true; }, true);
  for (const type of ["pointerup", "pointercancel"]) addEventListener(type, () => { pressed = false; if (due < Infinity) setTimeout(now); }, true);
  addEventListener("pagehide", now);
  document.addEventListener("visibilitychange", () => { if (document.hidden) now(); });

  // Rows open one at a time where there is room for one, and stay as the hand left them.
  const others = (row) => [...row.closest("form").querySelectorAll("details[data-okr-row]")].filter((one) => one !== row);
  const rows = () => {
    view.okrAuto = forms().length > 0; // a field in which somebody types is not written over, saved or not
    for (const form of forms()) {
      const all = [...form.querySelectorAll("details[data-okr-row]")];
      const added = all.find((row) => !row.okrToggled && row.open);
      if (added && all.some((row) => row.okrToggled)) open(added); // one that was added comes open: the others make room
      for (const row of all) {
        if (!row.okrToggled && wide.matches && all.length <= 6) row.open = true;
        row.okrToggled = true;
      }
    }
  };
  const open = (row) => {
    const before = row.getBoundingClientRect().top;
    if (!wide.matches) for (const one of others(row)) one.open = false;
    row.open = true;
    scrollBy(0, row.getBoundingClientRect().top - before); // what closed above it must not carry it away
    row.scrollIntoView({ block: "nearest" });
  };
  const show = (el) => {
    const row = el.closest("details[data-okr-row]");
    if (row && !row.open) open(row);
    el.focus();
    el.scrollIntoView({ block: "nearest" });
  };
  root.addEventListener("click", (event) => {
    if (event.target.closest("button") && kept(document.activeElement)) document.activeElement.blur();
    const row = event.target.closest("summary")?.parentElement, button = event.target.closest("[data-okr-shows]");
    if (button) {
      const el = button.form.elements.namedItem(button.dataset.okrShows);
      show(el?.length && !el.options ? el[0] : el);
    } else if (row && "okrRow" in row.dataset && !row.open) {
      event.preventDefault();
      row.okrToggled = true;
      open(row);
      const blank = row.querySelector(TYPED);
      if (blank && !blank.value) blank.focus({ preventScroll: true });
    }
  });
  // Enter goes on to the next entry; after the last one to the button that leads on.
  root.addEventListener("keydown", (event) => {
    const el = event.target;
    if (event.key !== "Enter" || event.isComposing || !kept(el) || !el.matches("input[type=text]")) return;
    event.preventDefault();
    const all = player.fieldsOf(el.form).filter((one) => one.matches(TYPED) || one.tagName === "SELECT");
    show(all[all.indexOf(el) + 1] || el.form.querySelector(".okr-foot .okr-main"));
  });

  rows();
  if (left()) wait(0); // what an earlier visit could not send
}
