// Buttons that copy a field of the page, and say that they did.
for (const button of document.querySelectorAll("button[data-copy]"))
  button.addEventListener("click", async () => {
    const field = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (
      document.getElementById(/** @type {HTMLElement} */ (button).dataset.copy ?? "")
    );
    field.select();
    await navigator.clipboard.writeText(field.value);
    const said = button.parentElement?.querySelector("[role=status]");
    if (said) said.textContent = "Copied.";
  });
