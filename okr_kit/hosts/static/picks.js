// What follows a pick at once. Before anything is sent groups of which only so many can be picked are counted, one too many
// is refused, a field that belongs to the pick comes into sight; a vote of one tap is sent. Attributes: okr_kit/render
// (data-most, data-okr-count, data-okr-full, data-when, data-okr-tap). Knows nothing of OKR.

/** Watches over the picks of one exercise: `root` is the element with data-okr, `player` what mount() made of it. */
export function picks(root, player) {
  const view = root.querySelector("[data-okr-view]");
  const picked = (group) => [...group.querySelectorAll("input")].filter((el) => el.checked);
  const counter = (group) => group.closest("form").querySelector(`[data-okr-count="${CSS.escape(group.dataset.most.split("=")[0])}"]`);
  const count = () => {
    for (const group of view.querySelectorAll("[data-most]")) {
      const out = counter(group), words = out.dataset.say.replace("{n}", picked(group).length);
      if (out.textContent !== words) out.textContent = words; // also after an answer has brought the server's count
    }
  };
  const show = (el) => {
    const field = el.closest("form").querySelector(`.okr-field[data-when="${CSS.escape(`${el.name}=${el.value}`)}"]`);
    requestAnimationFrame(() => field?.scrollIntoView({ block: "nearest" })); // once the player has opened it
  };
  // In the capture phase: the player, which keeps drafts, sees a group as it is after the refusal.
  root.addEventListener("input", (event) => {
    const el = event.target, group = el.closest("[data-most]");
    if (group) {
      const over = el.checked && picked(group).length > Number(group.dataset.most.split("=")[1]);
      if (over) el.checked = false;
      counter(group).parentElement.querySelector("[data-okr-full]").hidden = !over;
      count();
    }
    if (el.checked && el.closest("form")) show(el);
  }, true);
  // After the player, which has opened what belongs to the pick. Every question in sight needs one.
  root.addEventListener("change", ({ target: { form } }) => {
    if (!form || !("okrTap" in form.dataset)) return;
    const open = [...form.querySelectorAll("fieldset")].some((group) => !group.hidden && !group.querySelector(":checked"));
    if (!open) player.send(form.querySelector("button[type=submit]"), form);
  });
  new MutationObserver(count).observe(view, { childList: true, characterData: true, subtree: true, attributeFilter: ["checked"] });
  count();
}
