// What the browser does by itself: where the focus goes, what is scrolled to, and the source
// that lies over the conversation on a phone. Nothing here makes HTML.
window.onrecord = (() => {
  const phone = window.matchMedia("(max-width: 900px)");
  const desk = () => document.getElementById("desk");
  const columns = () => document.getElementById("columns");
  const isOpen = () => columns().classList.contains("source-open");
  let opener = null;

  // The button that opens the source, so that "Back to the reply" can return to it.
  function remember(button) {
    opener = button;
  }

  function showSource(element) {
    const source = element.querySelector(".source");
    if (source.classList.contains("empty")) return hideSource();
    columns().classList.add("source-open");
    desk().inert = phone.matches;
    const target = source.querySelector("[aria-current=true]") ?? source.querySelector("h2");
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "center" });
  }

  function hideSource() {
    columns().classList.remove("source-open");
    desk().inert = false;
    opener?.focus();
    opener = null;
  }

  // Keeps the newest exchange in view: its end while it fits, else its beginning.
  function followReply(element) {
    const exchange = element.querySelector(".exchange:last-child");
    if (!exchange) return;
    const fits = exchange.offsetHeight < window.innerHeight * 0.7;
    exchange.scrollIntoView({ block: fits ? "end" : "start" });
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-close]")) hideSource();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isOpen()) hideSource();
  });
  phone.addEventListener("change", () => {
    desk().inert = phone.matches && isOpen();
  });

  return { followReply, hideSource, remember, showSource };
})();
