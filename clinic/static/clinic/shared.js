// A share link carries its token behind the #, which a browser sends to nobody. From there it goes into the form's body,
// and out of the address bar: no log and no page that is opened next holds it. The browser's own history does.
const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-open]"));
const link = /** @type {HTMLInputElement} */ (form.elements.namedItem("link"));
const opening = /** @type {HTMLElement} */ (document.querySelector("[role=status]"));

function open() {
  const token = location.hash.slice(1);
  if (!token) return;
  history.replaceState(null, "", location.pathname);
  link.value = token;
  wait(true);
  form.submit();
}

/** @param {boolean} waiting */
function wait(waiting) {
  form.hidden = waiting;
  opening.hidden = !waiting;
}

window.addEventListener("hashchange", open); // another link, pasted over this address
window.addEventListener("pageshow", ({ persisted }) => {
  if (!persisted) return; // back from the page that was opened
  link.value = "";
  wait(false);
});
open();
