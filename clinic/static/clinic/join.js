// An invitation carries its secret behind the #, which a browser sends to nobody. From there it goes into the form, and
// out of the address bar. Who has to sign in first finds it again: this tab keeps it until it is sent.
const joining = /** @type {HTMLFormElement} */ (document.querySelector("form[data-join]"));
const invitation = /** @type {HTMLInputElement} */ (joining.elements.namedItem("link"));

const told = location.hash.slice(1) || sessionStorage.getItem("invitation") || "";
history.replaceState(null, "", location.pathname);
sessionStorage.setItem("invitation", told);
if (told && !invitation.value) invitation.value = told;
// Kept until the answer is known: a page that asks to sign in comes back here, a refusal clears it.
if (document.querySelector("[role=alert]")) sessionStorage.removeItem("invitation");
