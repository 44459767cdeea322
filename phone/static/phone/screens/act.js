/**
 * Actions are verbs and bubble up.
 * @param {EventTarget} el
 * @param {string} verb
 * @param {object} [detail]
 */
export function act(el, verb, detail = {}) {
  el.dispatchEvent(new CustomEvent(verb, { bubbles: true, detail }));
}
