// A browser keeps a page for its Back button, whatever the answer said of keeping. What was closed meanwhile is not shown again.
window.addEventListener("pagehide", () => (document.body.hidden = true));
window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
